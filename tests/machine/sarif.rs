//! Reads SARIF, as far as its readers do.

use netpolc::diagnostics::render::{self, Placement, Placements, Report};
use serde_json::Value;

/// The document for a report of files that are all below the root.
pub(super) fn sarif(report: &Report<'_>) -> Value {
    let files = report.sources.iter();
    let files = files.map(|(_, source)| Placement::Below(source.name.clone()));
    let placements = Placements::new(files.collect());
    let mut out = Vec::new();
    render::sarif(report, &placements, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

pub(super) fn results(document: &Value) -> &[Value] {
    document["runs"][0]["results"].as_array().unwrap()
}

/// What stands in a list that may be missing.
pub(super) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The path of an address that starts from the root.
pub(super) fn path(location: &Value) -> String {
    assert_eq!(location["uriBaseId"], "%SRCROOT%", "{location}");
    decoded(location["uri"].as_str().unwrap())
}

pub(super) fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first == b'%' {
            let digits = str::from_utf8(&behind[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &behind[2..];
        } else {
            assert!(first.is_ascii() && !b" :,#?\\".contains(first), "{uri}");
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// A region as a range of the bytes of `text`: lines end in LF or CRLF, columns are code points, and a byte
/// order mark is none of them.
pub(super) fn range(text: &str, region: &Value) -> std::ops::Range<usize> {
    let at = |line: &str, column: &str| {
        let number = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
        let lines = text.split_inclusive('\n').take(number(line) - 1);
        let before: usize = lines.map(str::len).sum();
        let (_, rest) = text.split_at(before);
        let mark = rest.len() - rest.strip_prefix('\u{feff}').unwrap_or(rest).len();
        let (_, rest) = rest.split_at(mark);
        let before = before + mark;
        let columns = rest.chars().take(number(column) - 1);
        before + columns.map(char::len_utf8).sum::<usize>()
    };
    at("startLine", "startColumn")..at("endLine", "endColumn")
}
