//! A client of `netpolc lsp`, which it speaks with as editors do: by the pipes of a process.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

/// How long the server may say nothing before it is taken for dead. No test waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(120);

/// What an error of the protocol is: its code, and its words.
pub(crate) type Refused = (i32, String);

/// A client, and the server that it started.
pub(crate) struct Client {
    server: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Message>,
    requests: i32,
    versions: BTreeMap<String, i32>,
    /// What was last published of each document.
    published: BTreeMap<String, Value>,
    /// What the server asked for.
    pub(crate) asked: Vec<Request>,
}

impl Client {
    /// Starts a server, and says nothing yet.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_netpolc"))
            .arg("lsp")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = server.stdin.take();
        let mut stdout = BufReader::new(server.stdout.take().unwrap());
        let (sender, messages) = channel();
        thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            server,
            stdin,
            messages,
            requests: 0,
            versions: BTreeMap::new(),
            published: BTreeMap::new(),
            asked: Vec::new(),
        }
    }

    /// Starts a server, with these folders as the workspace.
    pub(crate) fn of_folders(folders: &[&Path], capabilities: &Value) -> Self {
        let mut client = Self::start(folders.first().unwrap_or(&Path::new(".")), &[]);
        client.initialize(folders, capabilities);
        client
    }

    /// Starts a server that has one folder.
    pub(crate) fn of(folder: &Path) -> Self {
        Self::of_folders(&[folder], &json!({}))
    }

    /// Begins the session; what the server says of itself.
    pub(crate) fn initialize(&mut self, folders: &[&Path], capabilities: &Value) -> Value {
        let folders = folders
            .iter()
            .map(|path| json!({"uri": address(path), "name": "a"}));
        let folders: Vec<Value> = folders.collect();
        let params = json!({
            "processId": null,
            "capabilities": capabilities,
            "workspaceFolders": folders,
        });
        let said = self.request("initialize", params).unwrap();
        self.notify("initialized", json!({}));
        said
    }

    /// Says something.
    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&Notification::new(method.to_owned(), params).into());
    }

    /// Asks, and waits for the answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        self.requests += 1;
        let id = self.requests.into();
        self.send(&Request::new(id, method.to_owned(), params).into());
        loop {
            if let Some(response) = self.receive() {
                assert_eq!(response.id, self.requests.into());
                let answer = response.response_result;
                return answer.map_err(|error| (error.code, error.message));
            }
        }
    }

    /// Asks something that the server surely answers.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.request(method, params);
        answer.unwrap_or_else(|(code, words)| panic!("{method}: {code}, {words}"))
    }

    /// Opens a document.
    pub(crate) fn open(&mut self, uri: &str, text: &str) {
        self.versions.insert(uri.to_owned(), 1);
        self.published.remove(uri);
        let document = json!({"uri": uri, "languageId": "netpol", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Edits a document.
    pub(crate) fn change(&mut self, uri: &str, changes: &[Value]) {
        let version = self.versions.get_mut(uri).unwrap();
        *version += 1;
        let document = json!({"uri": uri, "version": *version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.notify("textDocument/didChange", params);
    }

    /// Gives a document another text.
    pub(crate) fn replace(&mut self, uri: &str, text: &str) {
        self.change(uri, &[json!({"text": text})]);
    }

    /// Says something of a document, and nothing else.
    pub(crate) fn tell(&mut self, method: &str, uri: &str) {
        self.notify(method, json!({"textDocument": {"uri": uri}}));
    }

    /// Says that files have changed on the disk.
    pub(crate) fn watched(&mut self, paths: &[&Path]) {
        let changes = paths
            .iter()
            .map(|path| json!({"uri": address(path), "type": 2}));
        let changes: Vec<Value> = changes.collect();
        let params = json!({"changes": changes});
        self.notify("workspace/didChangeWatchedFiles", params);
    }

    /// What is wrong with the documents as they are now, by a version that has nothing new: of all that are open
    /// something has been said before of this one.
    pub(crate) fn settled(&mut self, uri: &str) -> Vec<Value> {
        self.change(uri, &[]);
        let version = self.versions[uri];
        let is_said = |one: &Value| one["version"] == json!(version);
        while !self.published.get(uri).is_some_and(is_said) {
            assert!(self.receive().is_none(), "nothing was asked");
        }
        // What is said of others in the same breath comes before the answer.
        let unknown = self.request("netpolc/nothing", Value::Null);
        assert_eq!(unknown.unwrap_err().0, -32601);
        self.known(uri)
    }

    /// The next that is said of a document.
    pub(crate) fn next(&mut self, uri: &str) -> Value {
        self.published.remove(uri);
        while !self.published.contains_key(uri) {
            assert!(self.receive().is_none(), "nothing was asked");
        }
        self.published[uri].clone()
    }

    /// What was last said of a document.
    pub(crate) fn known(&self, uri: &str) -> Vec<Value> {
        let published = self.published.get(uri);
        let found = published.and_then(|one| one["diagnostics"].as_array());
        found.cloned().unwrap_or_default()
    }

    /// Ends the session as the protocol has it; the exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        self.exit()
    }

    /// Says `exit`; the exit code.
    pub(crate) fn exit(mut self) -> Option<i32> {
        self.notify("exit", Value::Null);
        self.gone()
    }

    /// Goes without a word; the exit code.
    pub(crate) fn leave(mut self) -> Option<i32> {
        self.stdin = None;
        self.gone()
    }

    fn gone(&mut self) -> Option<i32> {
        self.server.wait().unwrap().code()
    }

    fn send(&mut self, message: &Message) {
        let mut bytes = Vec::new();
        message.write(&mut bytes).unwrap();
        self.stdin.as_mut().unwrap().write_all(&bytes).unwrap();
    }

    /// Takes one message: an answer, or something to take note of.
    fn receive(&mut self) -> Option<Response> {
        let message = self.messages.recv_timeout(PATIENCE);
        match message.unwrap_or_else(|_| panic!("the server says nothing more")) {
            Message::Response(response) => return Some(response),
            Message::Request(request) => {
                let answer = Response::new_ok(request.id.clone(), Value::Null);
                self.send(&answer.into());
                self.asked.push(request);
            }
            Message::Notification(one) => {
                assert_eq!(one.method, "textDocument/publishDiagnostics");
                let uri = one.params["uri"].as_str().unwrap().to_owned();
                self.published.insert(uri, one.params);
            }
        }
        None
    }
}

impl Drop for Client {
    /// A test that fails leaves no process behind.
    fn drop(&mut self) {
        if self.server.try_wait().is_ok_and(|status| status.is_none()) {
            let _ = self.server.kill();
            let _ = self.server.wait();
        }
    }
}

/// The address of a file of a test, whose path has nothing to escape.
pub(crate) fn address(path: &Path) -> String {
    let path = path.to_str().unwrap().replace('\\', "/");
    let root = if path.starts_with('/') { "" } else { "/" };
    format!("file://{root}{path}")
}
