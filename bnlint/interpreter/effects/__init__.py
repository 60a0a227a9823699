"""What calls of library functions and methods do: one function for each effect that a row of ``libraries`` names."""
