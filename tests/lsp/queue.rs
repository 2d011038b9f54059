//! Messages that wait together: what becomes of them does not depend on how fast anybody is.

use std::path::{Path, PathBuf};

use lsp_server::{Connection, Message, Notification, Request, Response};
use netpolc::driver::{Input, Loader, ManifestFile, Options};
use netpolc::lsp::{Disk, Ended, FolderLoader, serve};
use serde_json::{Value, json};

const URI: &str = "untitled:a.netpol";

/// A machine without files.
struct Nothing;

impl Disk for Nothing {
    fn identify(&self, path: &Path) -> String {
        path.display().to_string()
    }

    fn programs(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }

    fn read(&self, _: &Path) -> Option<Vec<u8>> {
        None
    }

    fn loader(&self, _: &Path) -> Box<dyn FolderLoader> {
        Box::new(Self)
    }
}

impl Loader for Nothing {
    fn load(&self, _: &str, _: &str) -> Result<Input, String> {
        Err("there are no files".to_owned())
    }

    fn manifests(&self, _: &str, _: &str) -> Result<Vec<ManifestFile>, String> {
        Err("there are no files".to_owned())
    }
}

impl FolderLoader for Nothing {
    fn identify(&self, path: &Path) -> String {
        path.display().to_string()
    }

    fn locate(&self, _: &str, path: &str) -> PathBuf {
        path.into()
    }

    fn name(&self, path: &Path) -> String {
        path.display().to_string()
    }
}

/// All that a server says to a client that has said everything before it is started, and how it ends.
fn said(messages: impl IntoIterator<Item = Message>) -> (Vec<Message>, Ended) {
    let (server, client) = Connection::memory();
    let capabilities = json!({"capabilities": {}});
    let begin = [
        request(1, "initialize", capabilities),
        notification("initialized", json!({})),
    ];
    for message in begin.into_iter().chain(messages) {
        client.sender.send(message).unwrap();
    }
    drop(client.sender);
    let ended = serve(&server, &Nothing, Options::default());
    drop(server);
    let mut said = client.receiver.iter();
    assert!(matches!(said.next(), Some(Message::Response(_))));
    (said.collect(), ended)
}

fn request(id: i32, method: &str, params: Value) -> Message {
    Request::new(id.into(), method.to_owned(), params).into()
}

fn notification(method: &str, params: Value) -> Message {
    Notification::new(method.to_owned(), params).into()
}

fn opened(text: &str) -> Message {
    let document = json!({"uri": URI, "languageId": "netpol", "version": 1, "text": text});
    notification("textDocument/didOpen", json!({"textDocument": document}))
}

fn folding(id: i32) -> Message {
    let params = json!({"textDocument": {"uri": URI}});
    request(id, "textDocument/foldingRange", params)
}

fn error(response: &Response) -> Option<i32> {
    response
        .response_result
        .as_ref()
        .err()
        .map(|error| error.code)
}

/// The versions of which diagnostics were published, and how many.
fn published(messages: &[Message]) -> Vec<(i64, usize)> {
    let published = messages.iter().filter_map(|message| match message {
        Message::Notification(one) => {
            assert_eq!(one.method, "textDocument/publishDiagnostics");
            let found = one.params["diagnostics"].as_array().unwrap().len();
            Some((one.params["version"].as_i64().unwrap(), found))
        }
        _ => None,
    });
    published.collect()
}

#[test]
fn a_request_that_is_cancelled_before_it_is_begun_is_not_begun() {
    let cancel = |id: Value| notification("$/cancelRequest", json!({"id": id}));
    let shutdown = request(5, "shutdown", Value::Null);
    let exit = notification("exit", Value::Null);
    let by_name = Request::new(
        "a".to_owned().into(),
        "textDocument/foldingRange".to_owned(),
        json!({"textDocument": {"uri": URI}}),
    );
    let (said, ended) = said([
        opened("allow a -> b\n"),
        folding(2),
        folding(3),
        by_name.into(),
        cancel(json!(2)),
        cancel(json!("a")),
        cancel(json!(99)),
        folding(4),
        shutdown,
        exit,
    ]);
    let answers = said.iter().filter_map(|message| match message {
        Message::Response(one) => Some((one.id.to_string(), error(one))),
        _ => None,
    });
    let answers: Vec<_> = answers.collect();
    let expected = [
        ("2", Some(-32800)),
        ("3", None),
        ("\"a\"", Some(-32800)),
        ("4", None),
        ("5", None),
    ];
    assert_eq!(answers, expected.map(|(id, error)| (id.to_owned(), error)));
    assert_eq!(ended, Ended::Orderly);
}

#[test]
fn only_the_last_of_texts_that_wait_is_judged() {
    let changes = (2..=50).map(|version| {
        let text = json!({"text": format!("namespace a\nallow b ->\n{}", "#\n".repeat(version))});
        let document = json!({"uri": URI, "version": version});
        let params = json!({"textDocument": document, "contentChanges": [text]});
        notification("textDocument/didChange", params)
    });
    let (said, ended) = said([opened("")].into_iter().chain(changes));
    assert_eq!(published(&said), [(50, 1)]);
    assert_eq!(ended, Ended::Abruptly);
}

#[test]
fn what_is_wrong_is_said_also_where_a_request_was_the_first_to_look() {
    let (said, _) = said([opened("namespace a\nallow b ->\n"), folding(2)]);
    let last = said.last();
    assert!(matches!(last, Some(Message::Notification(_))), "{said:?}");
    assert_eq!(published(&said), [(1, 1)]);
}
