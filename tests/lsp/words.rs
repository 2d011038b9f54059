//! What the server answers, in words that are easy to read and to compare.

use serde_json::Value;

use crate::lsp::case::{Asked, UNITS, lines};
use crate::lsp::text::edited;

/// A list of lines.
fn list(lines: impl IntoIterator<Item = String>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| line + "\n").collect();
    if lines.is_empty() {
        return "nothing\n".to_owned();
    }
    lines.concat()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub(crate) fn hover(asked: &Asked<'_>, answer: &Value) -> String {
    assert_eq!(answer["contents"]["kind"], "markdown");
    let place = asked.place(&answer["range"]);
    format!("{place}\n{}", text(&answer["contents"]["value"]))
}

pub(crate) fn formatted(asked: &Asked<'_>, answer: &Value) -> String {
    let edits = array(answer).len();
    format!("{edits} edits\n{}", edited(asked.text(), answer, UNITS))
}

pub(crate) fn folds(_: &Asked<'_>, answer: &Value) -> String {
    list(array(answer).iter().map(|fold| {
        let line = |name: &str| fold[name].as_u64().unwrap() + 1;
        let kind = fold["kind"].as_str().unwrap_or("region");
        format!("{}-{} {kind}", line("startLine"), line("endLine"))
    }))
}

pub(crate) fn actions(asked: &Asked<'_>, answer: &Value) -> String {
    list(array(answer).iter().map(|action| {
        let kind = text(&action["kind"]);
        let preferred = if action["isPreferred"] == true {
            ", preferred"
        } else {
            ""
        };
        let title = text(&action["title"]);
        let mended = action["diagnostics"].as_array().into_iter().flatten();
        let mended = mended.map(|one| {
            let place = asked.place(&one["range"]);
            format!("mends {place}: {}\n", text(&one["code"]))
        });
        let mended: String = mended.collect();
        let changed = asked.changed(&action["edit"]);
        format!(
            "{title} ({kind}{preferred})\n{mended}{}",
            changed.trim_end()
        )
    }))
}

/// Each token, its type by the legend that the server tells.
pub(crate) fn tokens(asked: &Asked<'_>, answer: &Value) -> String {
    const TYPES: [&str; 12] = [
        "comment",
        "string",
        "keyword",
        "operator",
        "modifier",
        "macro",
        "variable",
        "namespace",
        "property",
        "enumMember",
        "number",
        "type",
    ];
    let numbers: Vec<u64> = array(&answer["data"])
        .iter()
        .map(|one| one.as_u64().unwrap())
        .collect();
    let (mut line, mut column) = (0, 0);
    let tokens = numbers.chunks(5).map(|one| {
        column = if one[0] == 0 { column + one[1] } else { one[1] };
        line += one[0];
        let place = |column: u64| serde_json::json!({"line": line, "character": column});
        let range = serde_json::json!({"start": place(column), "end": place(column + one[2])});
        let kind = TYPES[usize::try_from(one[3]).unwrap()];
        let declared = if one[4] == 0 { "" } else { " declaration" };
        format!("{} {kind}{declared}", asked.place(&range))
    });
    list(tokens)
}

pub(crate) fn generated(asked: &Asked<'_>, answer: &Value) -> String {
    if let Some(reason) = answer["reason"].as_str() {
        return format!("nothing: {reason}\n");
    }
    let parts = array(&answer["parts"]).iter().map(|part| {
        let place = asked.place(&part["source"]);
        format!("lines {} from {place}\n", part["yaml"])
    });
    let parts: String = parts.collect();
    [text(&answer["yaml"]), &parts].concat()
}

pub(crate) fn completions(asked: &Asked<'_>, answer: &Value) -> String {
    let mut items: Vec<&Value> = array(&answer["items"]).iter().collect();
    items.sort_by_key(|item| text(&item["sortText"]));
    list(items.into_iter().map(|item| {
        let edit = &item["textEdit"];
        let place = asked.place(&edit["range"]);
        let detail = item["detail"]
            .as_str()
            .map_or_else(String::new, |one| format!(" ({one})"));
        format!(
            "{}{detail}: `{}` for {place}",
            text(&item["label"]),
            text(&edit["newText"])
        )
    }))
}

pub(crate) fn locations(asked: &Asked<'_>, answer: &Value) -> String {
    list(
        array(answer)
            .iter()
            .map(|one| asked.location(&one["uri"], &one["range"])),
    )
}

pub(crate) fn highlights(asked: &Asked<'_>, answer: &Value) -> String {
    list(array(answer).iter().map(|one| {
        let kind = if one["kind"] == 3 { "written" } else { "read" };
        format!("{} {kind}", asked.place(&one["range"]))
    }))
}

pub(crate) fn prepared(asked: &Asked<'_>, answer: &Value) -> String {
    format!(
        "{}, named {}\n",
        asked.place(&answer["range"]),
        text(&answer["placeholder"])
    )
}

pub(crate) fn renamed(asked: &Asked<'_>, answer: &Value) -> String {
    asked.changed(answer)
}

pub(crate) fn symbols(asked: &Asked<'_>, answer: &Value) -> String {
    fn lines(asked: &Asked<'_>, all: &Value, depth: usize) -> Vec<String> {
        let all = all.as_array().into_iter().flatten();
        let told = all.flat_map(|one| {
            let place = asked.place(&one["selectionRange"]);
            let words = format!(
                "{}{} (kind {}) at {place}",
                "  ".repeat(depth),
                text(&one["name"]),
                one["kind"]
            );
            std::iter::once(words).chain(lines(asked, &one["children"], depth + 1))
        });
        told.collect()
    }
    list(lines(asked, answer, 0))
}

pub(crate) fn declared(asked: &Asked<'_>, answer: &Value) -> String {
    list(array(answer).iter().map(|one| {
        let location = &one["location"];
        let place = asked.location(&location["uri"], &location["range"]);
        let home = one["containerName"]
            .as_str()
            .map_or_else(String::new, |one| format!(" in {one}"));
        format!("{}{home} at {place}", text(&one["name"]))
    }))
}

pub(crate) fn hints(_: &Asked<'_>, answer: &Value) -> String {
    list(array(answer).iter().map(|one| {
        let at = &one["position"];
        let range = serde_json::json!({"start": at, "end": at});
        let more = one["tooltip"].as_str().map_or_else(String::new, |more| {
            format!(" ({})", more.replace('\n', "; "))
        });
        format!("{} {}{more}", lines(&range), text(&one["label"]))
    }))
}
