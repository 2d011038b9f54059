//! For CI: the XML of `JUnit`, a suite for each file.

use crate::cli::tested::{place, reason};
use crate::driver::Tested;
use crate::source::Sources;

/// All expectations as test cases. There are no times in it: the same run gives the same text.
pub(in crate::cli) fn junit(sources: &Sources, tested: &[Tested]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"netpolc\"{}>\n",
        counts(tested)
    );
    let suites = tested.chunk_by(|one, other| one.origin.span.file == other.origin.span.file);
    for suite in suites {
        let Some(first) = suite.first() else {
            continue;
        };
        let file = value(sources.name(first.origin.span.file));
        let counts = counts(suite);
        xml.extend(["  <testsuite name=\"", &file, "\"", &counts, ">\n"]);
        for one in suite {
            xml.push_str(&case(sources, &file, one));
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn counts(tested: &[Tested]) -> String {
    let failures = tested.iter().filter(|one| !one.holds).count();
    let tests = tested.len();
    format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\"")
}

/// `file` is escaped already.
fn case(sources: &Sources, file: &str, tested: &Tested) -> String {
    let span = tested.origin.span;
    let line = sources
        .get(span.file)
        .map_or(1, |source| source.position(span.start).line);
    let name = value(&tested.origin.text);
    let open = format!(
        "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\" line=\"{line}\""
    );
    if tested.holds {
        return format!("{open}/>\n");
    }
    let (reason, place) = (
        value(&reason(sources, tested)),
        value(&place(sources, &tested.origin)),
    );
    format!(
        "{open}>\n      <failure type=\"failed-expectation\" message=\"{reason}\">{place}: {reason}</failure>\n    </testcase>\n"
    )
}

/// A text as the value of an attribute or the content of an element. XML 1.0 has no way to write most
/// control characters: they are left out, all of them.
fn value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => value.push_str("&amp;"),
            '<' => value.push_str("&lt;"),
            '>' => value.push_str("&gt;"),
            '"' => value.push_str("&quot;"),
            '\'' => value.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if character.is_control() => {}
            _ => value.push(character),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_hold_no_markup_and_no_control_characters() {
        assert_eq!(
            value("a -> \"<b>\" & 'c'"),
            "a -&gt; &quot;&lt;b&gt;&quot; &amp; &apos;c&apos;"
        );
        assert_eq!(value("a\0\u{1b}[2J\n\u{85}\u{ffff}é"), "a[2Jé");
    }
}
