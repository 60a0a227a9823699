"""What other packages read from files and make of it: arrays, never a KerasTensor."""

from __future__ import annotations

from bnlint.libraries.effect_names import Effect
from bnlint.libraries.schema import Family

FAMILIES = (
    Family("imread*", "cv2 skimage imageio scipy matplotlib", Effect.READ),
    Family("imdecode", "cv2", Effect.READ),
    Family("resize", "cv2 skimage", Effect.READ),
    Family("cvtColor", "cv2", Effect.READ),
    Family("load", "librosa", Effect.READ),
    Family("*", "librosa.feature", Effect.READ),
    Family("read", "soundfile scipy.io.wavfile", Effect.READ),
)
