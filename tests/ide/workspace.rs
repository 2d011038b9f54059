//! Files in memory, compiled together, with a cursor in one of them.

use netpolc::driver::{Input, Loader, ManifestContent, ManifestFile, Options, Session, Snapshot};
use netpolc::source::FileId;

/// Files, by name. Those that end in `.netpol` are the inputs of the run, but for those that are only used.
pub(super) struct Workspace {
    files: Vec<(String, String)>,
    /// The files that are only used.
    used: Vec<String>,
    /// The file that `$0` stands in, and its offset.
    cursor: Option<(String, u32)>,
}

impl Workspace {
    /// The files of a text: each starts with a line `--- NAME`, or `--- NAME (used)`.
    pub(super) fn new(text: &str) -> Self {
        let mut files: Vec<(String, String)> = Vec::new();
        let mut used = Vec::new();
        for line in text.split_inclusive('\n') {
            match (line.strip_prefix("--- "), files.last_mut()) {
                (Some(head), _) => {
                    let head = head.trim_end();
                    let name = head.strip_suffix(" (used)").unwrap_or(head);
                    used.extend((name != head).then(|| name.to_owned()));
                    files.push((name.to_owned(), String::new()));
                }
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => panic!("a file has no name: {line}"),
            }
        }
        let mut cursor = None;
        for (name, text) in &mut files {
            if let Some(at) = text.find("$0") {
                cursor = Some((name.clone(), u32::try_from(at).unwrap()));
                *text = text.replace("$0", "");
            }
        }
        Self {
            files,
            used,
            cursor,
        }
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let programs = self.files.iter();
        let programs =
            programs.filter(|(name, _)| name.ends_with(".netpol") && !self.used.contains(name));
        let inputs: Vec<Input> = programs.map(|(name, text)| input(name, text)).collect();
        Session::default().run(inputs, self, &Options::default())
    }

    /// The file and the offset of the cursor.
    pub(super) fn cursor(&self, snapshot: &Snapshot) -> (FileId, u32) {
        let (name, at) = self.cursor.as_ref().unwrap();
        (file(snapshot, name), *at)
    }

    /// The text of a file.
    pub(super) fn text(&self, name: &str) -> &str {
        &self.files.iter().find(|(one, _)| one == name).unwrap().1
    }

    /// The file that the cursor stands in.
    pub(super) fn open_text(&self) -> &str {
        self.text(&self.cursor.as_ref().unwrap().0)
    }
}

/// A file by its name.
pub(super) fn file(snapshot: &Snapshot, name: &str) -> FileId {
    let mut files = snapshot.sources.iter();
    files.find(|(_, source)| source.name == name).unwrap().0
}

impl Loader for Workspace {
    fn load(&self, _from: &str, path: &str) -> Result<Input, String> {
        let found = self.files.iter().find(|(name, _)| name == path);
        found
            .map(|(name, text)| input(name, text))
            .ok_or_else(|| "there is none".to_owned())
    }

    fn manifests(&self, _from: &str, path: &str) -> Result<Vec<ManifestFile>, String> {
        let found = self.files.iter().filter(|(name, _)| name.starts_with(path));
        let found = found.map(|(name, text)| ManifestFile {
            name: name.clone(),
            identity: name.clone(),
            content: ManifestContent::Text(text.clone().into_bytes()),
        });
        Ok(found.collect())
    }
}

fn input(name: &str, text: &str) -> Input {
    Input {
        name: name.to_owned(),
        title: name.to_owned(),
        identity: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}
