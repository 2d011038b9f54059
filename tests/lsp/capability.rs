//! Which requests a server answers that has a capability.

use serde_json::Value;

/// The requests that come with a capability of this value.
type Requests = fn(&Value) -> Vec<&'static str>;

/// Capabilities that bring requests.
pub(crate) const REQUESTS: [(&str, Requests); 13] = [
    ("hoverProvider", |_| vec!["textDocument/hover"]),
    ("completionProvider", |value| {
        let resolves = value["resolveProvider"] == true;
        let mut all = vec!["textDocument/completion"];
        all.extend(resolves.then_some("completionItem/resolve"));
        all
    }),
    ("definitionProvider", |_| vec!["textDocument/definition"]),
    ("referencesProvider", |_| vec!["textDocument/references"]),
    ("documentHighlightProvider", |_| {
        vec!["textDocument/documentHighlight"]
    }),
    ("documentSymbolProvider", |_| {
        vec!["textDocument/documentSymbol"]
    }),
    ("workspaceSymbolProvider", |_| vec!["workspace/symbol"]),
    ("documentFormattingProvider", |_| {
        vec!["textDocument/formatting"]
    }),
    ("renameProvider", |value| {
        let prepares = value["prepareProvider"] == true;
        let mut all = vec!["textDocument/rename"];
        all.extend(prepares.then_some("textDocument/prepareRename"));
        all
    }),
    ("codeActionProvider", |_| vec!["textDocument/codeAction"]),
    ("foldingRangeProvider", |_| {
        vec!["textDocument/foldingRange"]
    }),
    ("inlayHintProvider", |_| vec!["textDocument/inlayHint"]),
    ("semanticTokensProvider", |value| {
        let mut all = vec!["textDocument/semanticTokens/full"];
        all.extend((value["range"] == true).then_some("textDocument/semanticTokens/range"));
        let is_delta = value["full"]["delta"] == true;
        all.extend(is_delta.then_some("textDocument/semanticTokens/full/delta"));
        all
    }),
];

/// Those that bring none, or have an entry of their own.
pub(crate) const NOTIFICATIONS: [&str; 3] = ["positionEncoding", "textDocumentSync", "workspace"];

/// Every request that the protocol has, but for those that a session begins and ends with.
pub(crate) const METHODS: [&str; 63] = [
    "callHierarchy/incomingCalls",
    "callHierarchy/outgoingCalls",
    "client/registerCapability",
    "client/unregisterCapability",
    "codeAction/resolve",
    "codeLens/resolve",
    "completionItem/resolve",
    "documentLink/resolve",
    "inlayHint/resolve",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/colorPresentation",
    "textDocument/completion",
    "textDocument/declaration",
    "textDocument/definition",
    "textDocument/diagnostic",
    "textDocument/documentColor",
    "textDocument/documentHighlight",
    "textDocument/documentLink",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/hover",
    "textDocument/implementation",
    "textDocument/inlayHint",
    "textDocument/inlineCompletion",
    "textDocument/inlineValue",
    "textDocument/linkedEditingRange",
    "textDocument/moniker",
    "textDocument/onTypeFormatting",
    "textDocument/prepareCallHierarchy",
    "textDocument/prepareRename",
    "textDocument/prepareTypeHierarchy",
    "textDocument/rangeFormatting",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/selectionRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/full/delta",
    "textDocument/semanticTokens/range",
    "textDocument/signatureHelp",
    "textDocument/typeDefinition",
    "textDocument/willSaveWaitUntil",
    "typeHierarchy/subtypes",
    "typeHierarchy/supertypes",
    "window/showDocument",
    "window/showMessageRequest",
    "window/workDoneProgress/create",
    "workspace/applyEdit",
    "workspace/codeLens/refresh",
    "workspace/configuration",
    "workspace/diagnostic",
    "workspace/diagnostic/refresh",
    "workspace/executeCommand",
    "workspace/inlayHint/refresh",
    "workspace/inlineValue/refresh",
    "workspace/semanticTokens/refresh",
    "workspace/symbol",
    "workspace/willCreateFiles",
    "workspace/willDeleteFiles",
    "workspace/willRenameFiles",
    "workspace/workspaceFolders",
    "workspaceSymbol/resolve",
];
