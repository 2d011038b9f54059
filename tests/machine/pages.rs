//! The examples of all pages as SARIF: valid, and the same as JSON, field by field.

use netpolc::diagnostics::codes;
use netpolc::diagnostics::render;
use serde_json::{Value, json};

use crate::machine::sarif::{list, path, results, sarif};
use crate::machine::schema::{faults, schema};
use crate::support::pages::Example;

#[test]
fn every_diagnostic_is_a_result_with_the_same_fields() {
    let schema = schema();
    let mut wrong = Vec::new();
    let mut seen = [0; 4];
    // What no text brings about: the checks of the text come first.
    let reachable = codes::ALL.iter();
    for code in reachable.filter(|code| ***code != codes::BROKEN_PROMISE) {
        let example = Example::failing(code);
        let mut json = Vec::new();
        render::json(&example.report(), &mut json).unwrap();
        let json: Vec<Value> = serde_json::from_slice(&json).unwrap();
        let document = sarif(&example.report());
        wrong.extend(faults(&schema, &document));
        let results = results(&document);
        assert_eq!(results.len(), json.len(), "{}", code.id);
        for (said, result) in json.iter().zip(results) {
            compare(said, result, &document, &mut wrong);
            let parts = ["labels", "notes", "fixes"].map(|part| list(&said[part]).len());
            seen[0] += 1;
            seen[1] += parts[0] - 1;
            seen[2] += parts[1];
            seen[3] += parts[2];
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let [diagnostics, places, notes, fixes] = seen;
    assert!(diagnostics >= codes::ALL.len() - 1, "{seen:?}");
    assert!(places > 20 && notes > 10 && fixes > 20, "{seen:?}");
}

fn compare(said: &Value, result: &Value, document: &Value, wrong: &mut Vec<String>) {
    let mut same = |what: &str, ours: Value, theirs: Value| {
        if ours != theirs {
            wrong.push(format!("{} {what}: {ours} is not {theirs}", said["code"]));
        }
    };
    same("code", said["code"].clone(), result["ruleId"].clone());
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    let rule = &document["runs"][0]["tool"]["driver"]["rules"][index];
    same("rule", said["code"].clone(), rule["id"].clone());
    same("slug", said["slug"].clone(), rule["name"].clone());
    same("level", said["severity"].clone(), result["level"].clone());

    let text = result["message"]["text"].as_str().unwrap();
    let text = text.replace("]\\(", "](");
    let (message, below) = text.split_once("\n\n").unwrap_or((&text, ""));
    same("message", said["message"].clone(), json!(message));
    let labels = list(&said["labels"]);
    let others = (1..).zip(&labels[1..]);
    let others = others.filter(|(_, label)| label["message"] != "");
    let mut told: Vec<String> = others
        .map(|(id, label)| {
            let words = label["message"].as_str().unwrap();
            let words = words.replace('[', "\\[").replace(']', "\\]");
            format!("see: [{words}]({id})")
        })
        .collect();
    let remarks = [("note", &said["notes"]), ("help", &json!([said["help"]]))];
    for (kind, remarks) in remarks {
        let remarks = list(remarks).iter().filter_map(Value::as_str);
        told.extend(remarks.map(|one| format!("{kind}: {one}")));
    }
    let titles = list(&said["fixes"]).iter();
    told.extend(titles.map(|fix| format!("fix: {}", fix["title"].as_str().unwrap())));
    same("below", json!(told.join("\n")), json!(below));

    let locations = list(&result["locations"]).iter();
    let locations = locations.chain(list(&result["relatedLocations"]));
    let places: Vec<Value> = locations.map(label_of).collect();
    let labels: Vec<Value> = labels.iter().map(without_primary).collect();
    same("places", json!(labels), json!(places));
    same("first place", place(said), place(&labels[0]));
    let ids: Vec<&Value> = list(&result["relatedLocations"])
        .iter()
        .map(|one| &one["id"])
        .collect();
    same(
        "ids",
        json!(ids),
        json!((1..labels.len()).collect::<Vec<_>>()),
    );

    let fixes: Vec<Value> = list(&said["fixes"]).iter().map(sorted).collect();
    let changes: Vec<Value> = list(&result["fixes"]).iter().map(fix_of).collect();
    same("fixes", json!(fixes), json!(changes));
}

fn place(value: &Value) -> Value {
    json!([value["file"], value["start"], value["end"]])
}

fn without_primary(label: &Value) -> Value {
    json!({
        "file": label["file"], "start": label["start"], "end": label["end"],
        "message": label["message"],
    })
}

/// A location in the words of JSON.
fn label_of(location: &Value) -> Value {
    let place = &location["physicalLocation"];
    let words = location["message"]["text"].as_str().unwrap_or_default();
    let (start, end) = ends(&place["region"]);
    json!({
        "file": path(&place["artifactLocation"]), "start": start, "end": end,
        "message": words.replace("]\\(", "]("),
    })
}

fn ends(region: &Value) -> (Value, Value) {
    let at = |line: &str, column: &str| json!({"line": region[line], "column": region[column]});
    (at("startLine", "startColumn"), at("endLine", "endColumn"))
}

/// A fix of JSON with its edits in the order of their places.
fn sorted(fix: &Value) -> Value {
    let mut edits = list(&fix["edits"]).to_vec();
    edits.sort_by_key(|edit| {
        let at = |end: &str, what: &str| edit[end][what].as_u64().unwrap();
        let file = edit["file"].as_str().unwrap().to_owned();
        (file, at("start", "line"), at("start", "column"))
    });
    json!({"title": fix["title"], "edits": edits})
}

/// A fix of SARIF in the words of JSON.
fn fix_of(fix: &Value) -> Value {
    let mut edits = Vec::new();
    for change in list(&fix["artifactChanges"]) {
        let file = path(&change["artifactLocation"]);
        for replacement in list(&change["replacements"]) {
            let (start, end) = ends(&replacement["deletedRegion"]);
            let text = &replacement["insertedContent"]["text"];
            edits.push(json!({"file": file, "start": start, "end": end, "text": text}));
        }
    }
    json!({"title": fix["description"]["text"], "edits": edits})
}
