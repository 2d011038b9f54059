//! From diagnostics to text, one file a format.
