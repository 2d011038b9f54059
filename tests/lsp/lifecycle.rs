//! The life of a session: its begin and end, its errors, and what the server knows of documents, files and folders.

use serde_json::{Value, json};

use crate::lsp::capability::{METHODS, NOTIFICATIONS, REQUESTS};
use crate::support::Folder;
use crate::support::lsp::{Client, address};

const PROGRAM: &str = "\
manifests \"k8s\"
namespace shop
default deny
allow * -> dns
allow frontend -> backend:8080
";

/// Deployments of these names.
fn deployments(names: &[&str]) -> String {
    let one = |name: &&str| {
        format!(
            "apiVersion: apps/v1\n\
             kind: Deployment\n\
             metadata: {{name: {name}, namespace: shop}}\n\
             spec:\n  \
               selector: {{matchLabels: {{app: {name}}}}}\n  \
               template:\n    \
                 metadata: {{labels: {{app: {name}}}}}\n    \
                 spec: {{containers: [{{name: a, image: a, ports: [{{containerPort: 8080}}]}}]}}\n"
        )
    };
    let all: Vec<String> = names.iter().map(one).collect();
    all.join("---\n")
}

/// The codes of what is wrong.
fn codes(found: &[Value]) -> Vec<&str> {
    let codes = found.iter().map(|one| one["code"].as_str().unwrap());
    codes.map(|code| code.split_once(' ').unwrap().0).collect()
}

#[test]
fn a_request_before_the_session_and_behind_it_is_refused() {
    let folder = Folder::new();
    let mut client = Client::start(folder.root(), &[]);
    let hover = json!({
        "textDocument": {"uri": address(&folder.path("a.netpol"))},
        "position": {"line": 0, "character": 0},
    });
    let early = client.request("textDocument/hover", hover.clone());
    assert_eq!(early.unwrap_err().0, -32002);
    let said = client.initialize(&[folder.root()], &json!({}));
    assert_eq!(said["serverInfo"]["name"], "netpolc");
    assert_eq!(said["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(client.ask("textDocument/hover", hover.clone()), Value::Null);
    let again = client.request("initialize", json!({"capabilities": {}}));
    assert!(again.is_err());
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    let late = client.request("textDocument/hover", hover);
    assert_eq!(late.unwrap_err().0, -32600);
    let late = client.request("shutdown", Value::Null);
    assert_eq!(late.unwrap_err().0, -32600);
    assert_eq!(client.exit(), Some(0));
}

#[test]
fn what_is_not_understood_is_refused_or_ignored() {
    let folder = Folder::new().file("a.netpol", "");
    let mut client = Client::of(folder.root());
    let uri = address(&folder.path("a.netpol"));
    client.open(&uri, "allow a ->\n");
    for method in ["textDocument/nothing", "$/nothing", "netpolc/nothing"] {
        let unknown = client.request(method, json!({}));
        assert_eq!(unknown.unwrap_err().0, -32601, "{method}");
        client.notify(method, json!({}));
    }
    for wrong in [
        json!({}),
        json!([1]),
        Value::Null,
        json!({"textDocument": 1}),
    ] {
        let refused = client.request("textDocument/hover", wrong.clone());
        assert_eq!(refused.unwrap_err().0, -32602, "{wrong}");
        client.notify("textDocument/didOpen", wrong.clone());
        client.notify("textDocument/didChange", wrong);
    }
    assert_eq!(codes(&client.settled(&uri)), ["E0112"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn params_of_the_session_itself_are_refused() {
    let folder = Folder::new();
    let mut client = Client::start(folder.root(), &[]);
    let refused = client.request("initialize", json!({"capabilities": 1}));
    assert_eq!(refused.unwrap_err().0, -32602);
    client.initialize(&[folder.root()], &json!({}));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn the_exit_code_says_whether_the_server_was_shut_down() {
    let folder = Folder::new();
    assert_eq!(Client::of(folder.root()).end(), Some(0));
    assert_eq!(Client::of(folder.root()).exit(), Some(1));
    assert_eq!(Client::of(folder.root()).leave(), Some(1));
    let silent = || Client::start(folder.root(), &["--stdio"]);
    assert_eq!(silent().exit(), Some(1));
    assert_eq!(silent().leave(), Some(1));
}

#[test]
fn diagnostics_have_the_version_of_their_text_and_go_with_it() {
    let folder = Folder::new().file("a.netpol", "allow a ->\n");
    let mut client = Client::of(folder.root());
    let uri = address(&folder.path("a.netpol"));
    client.open(&uri, "allow a ->\n");
    let said = client.next(&uri);
    assert_eq!(said["version"], 1);
    assert_eq!(said["diagnostics"][0]["code"], "E0112 hanging-line");
    assert_eq!(said["diagnostics"][0]["severity"], 1);
    assert_eq!(said["diagnostics"][0]["source"], "netpolc");
    client.replace(&uri, "allow a -> b\n");
    let said = client.next(&uri);
    assert_eq!(
        (&said["version"], &said["diagnostics"]),
        (&json!(2), &json!([]))
    );
    client.replace(&uri, "allow b ->\n");
    let said = client.next(&uri);
    assert_eq!(said["version"], 3);
    assert_eq!(said["diagnostics"].as_array().unwrap().len(), 1);
    client.tell("textDocument/didClose", &uri);
    let said = client.next(&uri);
    assert_eq!(said, json!({"uri": uri, "diagnostics": []}));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn an_open_text_counts_in_the_place_of_its_file_until_it_is_closed() {
    let folder = Folder::new()
        .file("names.netpol", "network office = 10.0.0.0/8\n")
        .file("shop.netpol", "");
    let [names, shop] = ["names.netpol", "shop.netpol"].map(|name| address(&folder.path(name)));
    let mut client = Client::of(folder.root());
    let program = "use \"names.netpol\"\nnamespace shop\nallow office -> b\n";
    client.open(&shop, program);
    let yaml = |client: &mut Client| {
        let params = json!({"textDocument": {"uri": shop}});
        let answer = client.ask("netpolc/generatedYaml", params);
        answer["yaml"].as_str().unwrap().to_owned()
    };
    let of_file = yaml(&mut client);
    assert!(of_file.contains("cidr: \"10.0.0.0/8\""), "{of_file}");
    client.open(&names, "network office = 10.0.0.0/8\n");
    assert_eq!(yaml(&mut client), of_file);
    client.replace(&names, "network office = 192.0.2.0/24\n");
    assert_eq!(
        yaml(&mut client),
        of_file.replace("10.0.0.0/8", "192.0.2.0/24")
    );
    client.replace(&names, "network office = 192.0.2.1/24\n");
    assert_eq!(codes(&client.settled(&names)), ["E0158"]);
    client.tell("textDocument/didClose", &names);
    assert_eq!(yaml(&mut client), of_file);
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    assert_eq!(client.known(&names), [] as [Value; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_is_wrong_in_a_file_that_is_not_open_is_said_where_it_is_used() {
    let folder = Folder::new()
        .file("names.netpol", "group web = a\n")
        .file("shop.netpol", "");
    let shop = address(&folder.path("shop.netpol"));
    let mut client = Client::of(folder.root());
    client.open(
        &shop,
        "use \"names.netpol\"\nnamespace shop\ngroup web = b\nallow web -> b\n",
    );
    let found = client.settled(&shop);
    assert_eq!(codes(&found), ["E0203"]);
    let related = &found[0]["relatedInformation"][0]["location"]["uri"];
    assert_eq!(*related, address(&folder.path("names.netpol")));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn used_files_are_read_again_when_they_change() {
    let folder = Folder::new()
        .file("names.netpol", "group web = a\n")
        .file("shop.netpol", "");
    let shop = address(&folder.path("shop.netpol"));
    let mut client = Client::of(folder.root());
    client.open(
        &shop,
        "use \"names.netpol\"\nnamespace shop\nallow web -> b\n",
    );
    let before = client.settled(&shop);
    assert_eq!(codes(&before), [""; 0]);
    folder.remove("names.netpol");
    // Nobody has told.
    assert_eq!(client.settled(&shop), before);
    client.watched(&[&folder.path("names.netpol")]);
    assert_eq!(
        codes(client.next(&shop)["diagnostics"].as_array().unwrap()),
        ["E0803"]
    );
    folder.write("names.netpol", "group web = a\n");
    client.watched(&[&folder.path("names.netpol")]);
    assert_eq!(client.next(&shop)["diagnostics"], json!([]));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn manifests_are_kept_between_edits_until_they_change() {
    let folder = Folder::new()
        .file("shop.netpol", PROGRAM)
        .file("k8s/shop.yaml", deployments(&["frontend", "backend"]));
    let shop = address(&folder.path("shop.netpol"));
    let mut client = Client::of(folder.root());
    client.open(&shop, PROGRAM);
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    folder.write("k8s/shop.yaml", deployments(&["frontend"]));
    client.replace(&shop, &format!("{PROGRAM}# more\n"));
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    client.watched(&[&folder.path("k8s/shop.yaml")]);
    let said = client.next(&shop);
    let found = said["diagnostics"].as_array().unwrap();
    assert!(
        found[0]["message"].as_str().unwrap().contains("`backend`"),
        "{said}"
    );
    folder.remove("k8s/shop.yaml");
    client.watched(&[&folder.path("k8s/shop.yaml")]);
    assert_ne!(client.next(&shop)["diagnostics"], said["diagnostics"]);
    folder.write("k8s/shop.yaml", deployments(&["frontend", "backend"]));
    // Who saves has it read as well.
    client.tell("textDocument/didSave", &shop);
    assert_eq!(client.next(&shop)["diagnostics"], json!([]));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn manifests_outside_of_the_folder_are_read_whatever_happens_to_other_files() {
    let folder = Folder::new()
        .file("k8s/all.yaml", deployments(&["frontend", "backend"]))
        .file("a/shop.netpol", PROGRAM.replace("k8s", "../k8s"))
        .file("a/other.netpol", "namespace other\n");
    let shop = address(&folder.path("a/shop.netpol"));
    let other = address(&folder.path("a/other.netpol"));
    let mut client = Client::of(&folder.path("a"));
    client.open(&other, "namespace other\nallow a -> b\n");
    let yaml = client.ask(
        "netpolc/generatedYaml",
        json!({"textDocument": {"uri": other}}),
    );
    assert_eq!(yaml["reason"], Value::Null);
    let text = PROGRAM.replace("k8s", "../k8s");
    client.open(&shop, &text);
    client.replace(&shop, &(text + "# typed\n"));
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    client.tell("textDocument/didSave", &other);
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    client.watched(&[]);
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
}

#[test]
fn texts_of_other_languages_are_not_judged() {
    let folder = Folder::new().file("shop.netpol", "namespace shop\n");
    let shop = address(&folder.path("shop.netpol"));
    let yaml = address(&folder.path("all.yaml"));
    let mut client = Client::of(folder.root());
    client.open(&shop, "namespace shop\n");
    let document = |uri: &str, language: &str, text: &str| json!({"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}});
    let opened = "textDocument/didOpen";
    client.notify(opened, document(&yaml, "yaml", "kind: Pod\n"));
    let named = json!({"textDocument": {"uri": shop}});
    let made = client.ask("netpolc/generatedYaml", named);
    assert_eq!(made["reason"], Value::Null);
    assert_eq!(client.known(&yaml), [] as [Value; 0]);
    // By its language, or by its name.
    let lone = "untitled:Untitled-1";
    client.notify(opened, document(lone, "netpol", "allow a - b\n"));
    assert_eq!(
        codes(client.next(lone)["diagnostics"].as_array().unwrap()),
        ["E0103"]
    );
    let plain = address(&folder.path("plain.netpol"));
    client.notify(opened, document(&plain, "plaintext", "allow a - b\n"));
    assert_eq!(
        codes(client.next(&plain)["diagnostics"].as_array().unwrap()),
        ["E0103"]
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_comes_or_goes_below_a_link_is_the_same_document() {
    let folder = Folder::new().file("real/other.netpol", "namespace other\n");
    let link = folder.path("link");
    std::os::unix::fs::symlink(folder.path("real"), &link).unwrap();
    let file = folder.path("real/new.netpol");
    let uri = address(&link.join("new.netpol"));
    let mut client = Client::of(&link);
    client.open(&uri, "namespace shop\n");
    assert_eq!(client.settled(&uri), [] as [Value; 0]);
    std::fs::write(&file, "namespace shop\n").unwrap();
    client.replace(&uri, "namespace shop\nallow a - b\n");
    assert_eq!(codes(&client.settled(&uri)), ["E0103"]);
    std::fs::remove_file(&file).unwrap();
    client.replace(&uri, "namespace shop\n");
    assert_eq!(client.settled(&uri), [] as [Value; 0]);
    client.tell("textDocument/didClose", &uri);
    assert_eq!(client.next(&uri)["diagnostics"], json!([]));
}

#[test]
fn manifests_outside_of_the_folder_wait_until_the_text_is_saved() {
    let folder = Folder::new()
        .file("k8s/shop.yaml", deployments(&["frontend", "backend"]))
        .file("policies/shop.netpol", "");
    let shop = address(&folder.path("policies/shop.netpol"));
    let mut client = Client::of(&folder.path("policies"));
    client.open(&shop, "");
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    let program = PROGRAM.replace("k8s", "../k8s");
    client.replace(&shop, &program);
    let found = client.settled(&shop);
    let words = found[0]["message"].as_str().unwrap();
    assert!(words.contains("read when the file is saved"), "{words}");
    client.tell("textDocument/didSave", &shop);
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    // From then on it is known.
    client.replace(&shop, &format!("{program}# more\n"));
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn each_folder_of_the_workspace_is_judged_by_itself() {
    let folder = Folder::new()
        .file("a/one.netpol", "")
        .file("a/two.netpol", "namespace shop\nexpect deny x -> b\n")
        .file("b/one.netpol", "");
    let [a, b] = ["a/one.netpol", "b/one.netpol"].map(|name| address(&folder.path(name)));
    let folders = [folder.path("a"), folder.path("b")];
    let mut client = Client::of_folders(&[&folders[0], &folders[1]], &json!({}));
    let program = "namespace shop\nallow x -> b\n";
    client.open(&a, program);
    client.open(&b, program);
    // The expectation of the file that is not open fails by a rule of this one.
    let found = client.settled(&a);
    assert_eq!(codes(&found), ["E0318"]);
    assert_eq!(client.settled(&b), [] as [Value; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn folders_come_and_go() {
    let folder = Folder::new()
        .file("a/one.netpol", "")
        .file("a/two.netpol", "namespace shop\nexpect deny x -> b\n");
    let one = address(&folder.path("a/one.netpol"));
    let inner = json!({"uri": address(&folder.path("a")), "name": "a"});
    let mut client = Client::of_folders(&[], &json!({}));
    client.open(&one, "namespace shop\nallow x -> b\n");
    assert_eq!(client.settled(&one), [] as [Value; 0]);
    let method = "workspace/didChangeWorkspaceFolders";
    client.notify(method, json!({"event": {"added": [inner], "removed": []}}));
    let found = client.next(&one)["diagnostics"].clone();
    assert_eq!(codes(found.as_array().unwrap()), ["E0318"]);
    client.notify(method, json!({"event": {"added": [], "removed": [inner]}}));
    assert_eq!(client.next(&one)["diagnostics"], json!([]));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn documents_in_no_folder_are_judged_alone() {
    let folder = Folder::new()
        .file("in/one.netpol", "")
        .file("out/names.netpol", "group web = a\n")
        .file("out/two.netpol", "")
        .file("out/three.netpol", "namespace shop\nexpect deny a -> b\n");
    let mut client = Client::of(&folder.path("in"));
    let two = address(&folder.path("out/two.netpol"));
    client.open(
        &two,
        "use \"names.netpol\"\nnamespace shop\nallow web -> b\n",
    );
    assert_eq!(client.settled(&two), [] as [Value; 0]);
    let new = "untitled:Untitled-1";
    client.open(new, "namespace shop\nallow a ->\n# b\n# c\n");
    assert_eq!(codes(&client.settled(new)), ["E0112"]);
    // It is no part of the other document's run either.
    assert_eq!(client.settled(&two), [] as [Value; 0]);
    let answer = client.ask(
        "textDocument/foldingRange",
        json!({"textDocument": {"uri": new}}),
    );
    assert_eq!(answer[0]["kind"], "comment");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_file_that_is_not_there_yet_is_one_when_it_is_open() {
    let folder = Folder::new().file("old.netpol", "namespace shop\nexpect deny x -> b\n");
    let new = address(&folder.path("new.netpol"));
    let mut client = Client::of(folder.root());
    client.open(&new, "namespace shop\nallow x -> b\n");
    assert_eq!(codes(&client.settled(&new)), ["E0318"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn files_are_watched_where_the_client_can() {
    let folder = Folder::new();
    let watching = json!({"didChangeWatchedFiles": {"dynamicRegistration": true}});
    let mut client = Client::of_folders(&[folder.root()], &json!({"workspace": watching}));
    assert_eq!(
        client
            .request("netpolc/nothing", Value::Null)
            .unwrap_err()
            .0,
        -32601
    );
    let [asked] = client.asked.as_slice() else {
        panic!("{:?}", client.asked);
    };
    assert_eq!(asked.method, "client/registerCapability");
    let registration = &asked.params["registrations"][0];
    assert_eq!(registration["method"], "workspace/didChangeWatchedFiles");
    let globs = registration["registerOptions"]["watchers"]
        .as_array()
        .unwrap();
    let globs: Vec<&Value> = globs.iter().map(|one| &one["globPattern"]).collect();
    assert_eq!(globs, ["**/*.netpol", "**/*.{yaml,yml,json}"]);
    assert_eq!(client.end(), Some(0));
    let mut client = Client::of(folder.root());
    assert!(client.request("netpolc/nothing", Value::Null).is_err());
    assert!(client.asked.is_empty());
}

#[test]
fn columns_are_counted_as_the_client_offers() {
    let folder = Folder::new();
    for (offered, chosen) in [
        (json!(null), "utf-16"),
        (json!([]), "utf-16"),
        (json!(["utf-16"]), "utf-16"),
        (json!(["utf-16", "utf-8"]), "utf-8"),
        (json!(["utf-32", "utf-16"]), "utf-16"),
        (json!(["utf-32"]), "utf-32"),
        (json!(["utf-7"]), "utf-16"),
    ] {
        let mut client = Client::start(folder.root(), &[]);
        let general = json!({"general": {"positionEncodings": offered}});
        let said = client.initialize(&[folder.root()], &general);
        assert_eq!(
            said["capabilities"]["positionEncoding"], chosen,
            "{offered}"
        );
    }
}

#[test]
fn the_command_line_says_what_files_do_not() {
    let folder = Folder::new()
        .file("names.netpol", "group web = a\n")
        .file("shop.netpol", "");
    let arguments = ["--namespace", "store", "--use", "names.netpol"];
    let mut client = Client::start(folder.root(), &arguments);
    client.initialize(&[folder.root()], &json!({}));
    let shop = address(&folder.path("shop.netpol"));
    client.open(&shop, "allow web -> b\n");
    assert_eq!(client.settled(&shop), [] as [Value; 0]);
    let answer = client.ask(
        "netpolc/generatedYaml",
        json!({"textDocument": {"uri": shop}}),
    );
    let yaml = answer["yaml"].as_str().unwrap();
    assert!(yaml.contains("namespace: store"), "{yaml}");
    assert_eq!(client.end(), Some(0));
}

/// What the server says that it can do, each by the requests that it has to answer then.
fn advertised(capabilities: &Value) -> Vec<&'static str> {
    let all = capabilities.as_object().unwrap();
    let mut methods: Vec<&str> = Vec::new();
    for (name, value) in all {
        let known = REQUESTS.iter().find(|(known, _)| known == name);
        match known {
            Some((_, requests)) => methods.extend(requests(value)),
            None => assert!(NOTIFICATIONS.contains(&name.as_str()), "{name} is new here"),
        }
    }
    methods
}

#[test]
fn what_is_advertised_is_answered_and_nothing_else() {
    let folder = Folder::new().file("a.netpol", PROGRAM);
    let mut client = Client::start(folder.root(), &[]);
    let said = client.initialize(&[folder.root()], &json!({}));
    let mut advertised = advertised(&said["capabilities"]);
    // It is no method of the protocol, for which there would be a capability.
    advertised.push("netpolc/generatedYaml");
    let uri = address(&folder.path("a.netpol"));
    client.open(&uri, PROGRAM);
    let start = json!({"line": 4, "character": 6});
    let params = json!({
        "textDocument": {"uri": uri},
        "position": start,
        "range": {"start": start, "end": start},
        "context": {"diagnostics": [], "includeDeclaration": true, "triggerKind": 1},
        "options": {"tabSize": 4, "insertSpaces": true},
        "query": "a",
        "newName": "b",
    });
    for method in &advertised {
        if let Err((code, words)) = client.request(method, params.clone()) {
            // A refusal with a reason is an answer.
            assert_eq!(code, -32803, "{method}: {words}");
        }
    }
    for method in METHODS.iter().filter(|one| !advertised.contains(one)) {
        let refused = client.request(method, params.clone());
        assert_eq!(refused.unwrap_err().0, -32601, "{method}");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn lines_are_counted_as_clients_count_them() {
    let folder = Folder::new();
    let uri = address(&folder.path("a.netpol"));
    let mut client = Client::of(folder.root());
    client.open(
        &uri,
        "# a\rb\r\nnamespace shop\nallow a ->\n    b,\n    c\n",
    );
    let params = json!({"textDocument": {"uri": uri}});
    let folds = client.ask("textDocument/foldingRange", params);
    let folds = folds.as_array().unwrap().iter();
    let folds: Vec<_> = folds
        .map(|one| (&one["startLine"], &one["endLine"]))
        .collect();
    assert_eq!(folds, [(&json!(2), &json!(5)), (&json!(3), &json!(5))]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn edits_say_which_version_they_are_about_where_the_client_wants_it() {
    let folder = Folder::new().file("names.netpol", "group web = a, b\n");
    let edit = json!({"workspaceEdit": {"documentChanges": true}});
    let mut client = Client::of_folders(&[folder.root()], &json!({"workspace": edit}));
    let [names, shop] = ["names.netpol", "shop.netpol"].map(|name| address(&folder.path(name)));
    client.open(&shop, "");
    let program = "use \"names.netpol\"\nnamespace shop\nallow web -> c\n";
    client.replace(&shop, program);
    let rename = json!({
        "textDocument": {"uri": shop},
        "position": {"line": 2, "character": 7},
        "newName": "team",
    });
    let answer = client.ask("textDocument/rename", rename);
    let changes = answer["documentChanges"].as_array().unwrap().iter();
    let mut of: Vec<&Value> = changes.map(|one| &one["textDocument"]).collect();
    of.sort_by_key(|one| one["uri"].as_str());
    // A file that is not open has no version.
    let [closed, open] = [
        json!({"uri": names, "version": null}),
        json!({"uri": shop, "version": 2}),
    ];
    assert_eq!(of, [&closed, &open]);
    assert_eq!(client.end(), Some(0));
}
