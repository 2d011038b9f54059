//! The life of the server: from `initialize` to `exit`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{Exit, Notification as _, ShowMessage};
use lsp_types::request::{RegisterCapability, Request as _, Shutdown};
use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, InitializeParams,
    InitializeResult, MessageType, Registration, RegistrationParams, ServerInfo, ShowMessageParams,
};
use serde::Serialize;

use crate::driver::Options;
use crate::lsp::capabilities::capabilities;
use crate::lsp::client::Client;
use crate::lsp::disk::Disk;
use crate::lsp::notifications;
use crate::lsp::publish::Publisher;
use crate::lsp::queue::Queue;
use crate::lsp::refusal::Refusal;
use crate::lsp::requests;
use crate::lsp::uri;
use crate::lsp::workspace::Workspace;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The client asked for `shutdown`, then for `exit`.
    Orderly,
    /// It did not.
    Abruptly,
}

/// Serves the client at standard input and output until it is gone.
pub fn serve_stdio(disk: &dyn Disk, options: Options) -> Ended {
    let (connection, threads) = Connection::stdio();
    let ended = serve(&connection, disk, options);
    // What is still to be written is written before the threads end.
    drop(connection);
    if ended == Ended::Orderly {
        let _ = threads.join();
    }
    ended
}

/// Serves one client until it is gone. `options` is what the command line adds to the texts.
pub fn serve(connection: &Connection, disk: &dyn Disk, options: Options) -> Ended {
    let Some((id, params)) = begun(connection) else {
        return Ended::Abruptly;
    };
    let client = Client::of(&params.capabilities);
    let folders = folders(&params).into_iter();
    let workspace = Workspace::new(disk, options, client.encoding, folders);
    let mut server = Server {
        connection,
        client,
        workspace,
        publisher: Publisher::default(),
        queue: Queue::new(connection),
        is_shut_down: false,
    };
    server.answer(id, Ok(initialized(client)));
    server.run()
}

/// What a client says of itself, by the first of its requests to begin that can be read.
fn begun(connection: &Connection) -> Option<(RequestId, InitializeParams)> {
    loop {
        let (id, params) = connection.initialize_start().ok()?;
        match serde_json::from_value(params) {
            Ok(params) => return Some((id, params)),
            Err(error) => {
                let code = ErrorCode::InvalidParams as i32;
                let wrong = Response::new_err(id, code, error.to_string());
                let _ = connection.sender.send(wrong.into());
            }
        }
    }
}

fn initialized(client: Client) -> serde_json::Value {
    value(&InitializeResult {
        capabilities: capabilities(client.encoding),
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    })
}

/// The folders of a workspace; those of older clients have one.
#[expect(deprecated, reason = "older clients say it that way")]
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten();
    let folders: Vec<PathBuf> = folders.filter_map(|one| uri::path(&one.uri)).collect();
    if !folders.is_empty() {
        return folders;
    }
    let root = params.root_uri.as_ref().and_then(uri::path);
    let root = root.or_else(|| params.root_path.as_ref().map(PathBuf::from));
    root.into_iter().collect()
}

struct Server<'a> {
    connection: &'a Connection,
    client: Client,
    workspace: Workspace<'a>,
    publisher: Publisher,
    queue: Queue<'a>,
    is_shut_down: bool,
}

impl Server<'_> {
    /// Handles messages in their order. What is wrong with the texts is found out once none is waiting.
    fn run(mut self) -> Ended {
        loop {
            let message = match self.queue.next() {
                Some(message) => message,
                None if self.workspace.is_stale() => {
                    self.publish();
                    continue;
                }
                None => {
                    self.workspace.tidy();
                    match self.queue.wait() {
                        Some(message) => message,
                        None => return Ended::Abruptly,
                    }
                }
            };
            match message {
                Message::Request(request) => self.request(request),
                Message::Notification(one) if one.method == Exit::METHOD => {
                    return if self.is_shut_down {
                        Ended::Orderly
                    } else {
                        Ended::Abruptly
                    };
                }
                Message::Notification(one) => self.notification(one),
                Message::Response(_) => {}
            }
        }
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if self.is_shut_down {
            let refusal = Refusal::new(ErrorCode::InvalidRequest, "the server is shut down");
            return self.answer(id, Err(refusal));
        }
        if method == Shutdown::METHOD {
            self.is_shut_down = true;
            return self.answer(id, Ok(serde_json::Value::Null));
        }
        if self.queue.is_cancelled(&id) {
            let refusal = Refusal::new(ErrorCode::RequestCanceled, "cancelled");
            return self.answer(id, Err(refusal));
        }
        let (workspace, client) = (&mut self.workspace, self.client);
        let answered = catch_unwind(AssertUnwindSafe(|| {
            requests::answer(&method, params, workspace, client)
        }));
        let answered = answered.unwrap_or_else(|_| {
            self.workspace.give_up();
            Err(Refusal::new(ErrorCode::InternalError, BUG))
        });
        self.answer(id, answered);
    }

    fn notification(&mut self, notification: Notification) {
        if notification.method == lsp_types::notification::Initialized::METHOD {
            return self.watch();
        }
        let (workspace, publisher) = (&mut self.workspace, &mut self.publisher);
        let said = notifications::handle(notification, workspace, publisher);
        for message in said {
            self.send(message.into());
        }
    }

    /// Finds out what is wrong with the texts of open documents that may have changed, and says it.
    fn publish(&mut self) {
        let (workspace, publisher) = (&mut self.workspace, &mut self.publisher);
        let said = catch_unwind(AssertUnwindSafe(|| publisher.publish(workspace)));
        let said = said.unwrap_or_else(|_| {
            self.workspace.give_up();
            vec![failure()]
        });
        for message in said {
            self.send(message.into());
        }
    }

    /// Asks the client to tell when a file changes that texts are judged by.
    fn watch(&mut self) {
        if !self.client.watches_files {
            return;
        }
        let watchers = ["**/*.netpol", "**/*.{yaml,yml,json}"].map(|glob| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.to_owned()),
            kind: None,
        });
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: watchers.into(),
        };
        let registration = Registration {
            id: "files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(value(&options)),
        };
        let params = RegistrationParams {
            registrations: vec![registration],
        };
        let method = RegisterCapability::METHOD.to_owned();
        self.send(Request::new(RequestId::from(1), method, params).into());
    }

    fn answer(&mut self, id: RequestId, answer: Result<serde_json::Value, Refusal>) {
        let response = match answer {
            Ok(value) => Response::new_ok(id, value),
            Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.words),
        };
        self.send(response.into());
    }

    /// A client that is gone is noticed by the next message that does not come.
    fn send(&mut self, message: Message) {
        let _ = self.connection.sender.send(message);
    }
}

/// What is said to people where the compiler has failed.
const BUG: &str = "this is a bug in netpolc, not in your files";

/// Tells people that what is wrong with their texts cannot be found out.
fn failure() -> Notification {
    let params = ShowMessageParams {
        typ: MessageType::ERROR,
        message: format!("netpolc: {BUG}; it tries again with the next edit"),
    };
    Notification::new(ShowMessage::METHOD.to_owned(), params)
}

/// What is sent of a value.
fn value(of: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(of).unwrap_or_default()
}
