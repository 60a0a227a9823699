from kit.parts import norms
