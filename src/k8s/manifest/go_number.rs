//! How Go writes a float that is the key of a map.

/// `number` as `strconv.FormatFloat(number, 'g', -1, 32)` writes it, which is what a key of that
/// value becomes on its way to the API server.
#[expect(
    clippy::cast_possible_truncation,
    reason = "what is imitated rounds to 32 bits"
)]
pub(super) fn key(number: f64) -> String {
    let number = number as f32;
    if number.is_nan() {
        return ".nan".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let shortest = format!("{number:e}");
    let Some((digits, exponent)) = shortest.split_once('e') else {
        return shortest;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    format!("{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_go_writes_them() {
        let cases = [
            (1e3, "1000"),
            (1200.0, "1200"),
            (1.1, "1.1"),
            (8.0, "8"),
            (0.001, "0.001"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-0.0, "-0"),
            (1e6, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (123_456.5, "123456.5"),
            (123_456_789.0, "1.2345679e+08"),
            (1e39, ".inf"),
            (-1e39, "-.inf"),
            (f64::NAN, ".nan"),
        ];
        for (number, expected) in cases {
            assert_eq!(key(number), expected, "{number}");
        }
    }
}
