//! Messages that wait to be handled.

use std::collections::VecDeque;

use lsp_server::{Connection, Message, RequestId};
use lsp_types::notification::{Cancel, Notification};
use lsp_types::{CancelParams, NumberOrString};

/// What the client has sent, in its order.
pub(super) struct Queue<'c> {
    connection: &'c Connection,
    waiting: VecDeque<Message>,
}

impl<'c> Queue<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            waiting: VecDeque::new(),
        }
    }

    /// The next message, if one has come.
    pub(super) fn next(&mut self) -> Option<Message> {
        self.receive();
        self.waiting.pop_front()
    }

    /// The next message, once there is one; nothing where the client is gone.
    pub(super) fn wait(&mut self) -> Option<Message> {
        self.next().or_else(|| self.connection.receiver.recv().ok())
    }

    /// Whether the client has said that it no longer wants to know.
    pub(super) fn is_cancelled(&mut self, id: &RequestId) -> bool {
        self.receive();
        self.waiting
            .iter()
            .any(|message| cancelled(message).is_some_and(|cancelled| cancelled == *id))
    }

    fn receive(&mut self) {
        self.waiting.extend(self.connection.receiver.try_iter());
    }
}

/// The request that a message cancels.
fn cancelled(message: &Message) -> Option<RequestId> {
    let Message::Notification(notification) = message else {
        return None;
    };
    if notification.method != Cancel::METHOD {
        return None;
    }
    let params: CancelParams = serde_json::from_value(notification.params.clone()).ok()?;
    Some(match params.id {
        NumberOrString::Number(id) => id.into(),
        NumberOrString::String(id) => id.into(),
    })
}
