//! Collects the parsed files of a run and links them.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, codes};
use crate::model::Namespace;
use crate::resolve::PRELUDE;
use crate::resolve::collected::Collected;
use crate::resolve::program::{FileIndex, Program, ProgramFile, Used};
use crate::source::{Sources, Span};
use crate::syntax::{self, ast::Ast};

/// A program in the making.
#[derive(Debug, Default)]
pub struct Linker {
    files: Vec<ProgramFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Linker {
    /// Adds a parsed file.
    pub fn add(&mut self, ast: Ast) -> FileIndex {
        self.add_collected(Collected::of(ast))
    }

    /// Adds a file whose declarations have been collected.
    pub fn add_collected(&mut self, file: Collected) -> FileIndex {
        self.diagnostics.extend_from_slice(&file.diagnostics);
        self.files.push(ProgramFile {
            incomplete: file.ast.poisoned_use,
            ast: file.ast,
            declarations: file.declarations,
            uses: Vec::new(),
            only_asks: false,
        });
        FileIndex(self.files.len() - 1)
    }

    /// The statements of a file that was added.
    pub fn ast(&self, file: FileIndex) -> Option<&Ast> {
        self.files.get(file.0).map(|file| &*file.ast)
    }

    /// Says that `from` uses `to`, by the statement at `span`.
    pub fn link(&mut self, from: FileIndex, to: FileIndex, span: Span) {
        if let Some(file) = self.files.get_mut(from.0)
            && file.uses.iter().all(|used| used.file != to)
        {
            file.uses.push(Used { file: to, span });
        }
    }

    /// Says that every file uses `common` first, but those that `common` itself uses: what a file means
    /// depends on no other that is compiled with it.
    pub fn link_to_all(&mut self, common: &[FileIndex]) {
        let mut below: HashSet<FileIndex> = HashSet::new();
        let mut pending = common.to_vec();
        while let Some(file) = pending.pop() {
            if below.insert(file) {
                let used = self.files.get(file.0).into_iter();
                pending.extend(used.flat_map(|file| file.uses.iter().map(|used| used.file)));
            }
        }
        for from in (0..self.files.len()).map(FileIndex) {
            let Some(start) = self.ast(from).map(|ast| Span::new(ast.file, 0, 0)) else {
                continue;
            };
            for to in common.iter().filter(|_| !below.contains(&from)) {
                self.link(from, *to, start);
            }
        }
    }

    /// Says that a file asks about those that it uses: by that alone they are not used.
    pub fn asks(&mut self, file: FileIndex) {
        if let Some(file) = self.files.get_mut(file.0) {
            file.only_asks = true;
        }
    }

    /// Says that a `use` of `from` could not be followed.
    pub fn incomplete(&mut self, from: FileIndex) {
        if let Some(file) = self.files.get_mut(from.0) {
            file.incomplete = true;
        }
    }

    /// The linked program, and what is wrong with its declarations. Links that close a cycle are cut.
    /// Files that declare no namespace are applied to `home`.
    pub fn finish(mut self, sources: &mut Sources, home: Namespace) -> (Program, Vec<Diagnostic>) {
        self.cut_cycles(sources);
        let file = sources.add("<prelude>", PRELUDE);
        let (ast, wrong) = syntax::parse(file, PRELUDE);
        debug_assert!(wrong.is_empty(), "{wrong:?}");
        let prelude = self.add(ast);
        (Program::new(self.files, prelude, home), self.diagnostics)
    }

    /// Walks the links depth first, without recursion; a link to a file on the path closes a cycle.
    fn cut_cycles(&mut self, sources: &Sources) {
        #[derive(Clone, Copy, PartialEq)]
        enum Mark {
            New,
            OnPath,
            Done,
        }
        let mut marks = vec![Mark::New; self.files.len()];
        for start in 0..self.files.len() {
            if marks.get(start) != Some(&Mark::New) {
                continue;
            }
            let mut path = vec![(start, 0)];
            while let Some((file, next)) = path.pop() {
                if let Some(mark) = marks.get_mut(file) {
                    *mark = Mark::OnPath;
                }
                let used = self
                    .files
                    .get(file)
                    .and_then(|file| file.uses.get(next))
                    .copied();
                let Some(used) = used else {
                    if let Some(mark) = marks.get_mut(file) {
                        *mark = Mark::Done;
                    }
                    continue;
                };
                match marks.get(used.file.0) {
                    Some(Mark::OnPath) => {
                        self.diagnostics.push(self.cycle(file, used, sources));
                        if let Some(file) = self.files.get_mut(file) {
                            file.uses.remove(next);
                        }
                        path.push((file, next));
                    }
                    Some(Mark::New) => {
                        path.push((file, next + 1));
                        path.push((used.file.0, 0));
                    }
                    _ => path.push((file, next + 1)),
                }
            }
        }
    }

    fn cycle(&self, from: usize, used: Used, sources: &Sources) -> Diagnostic {
        let name = |file: usize| {
            let file = self.files.get(file).map(|file| file.ast.file);
            file.map_or("", |file| sources.name(file)).to_owned()
        };
        let message = if from == used.file.0 {
            "a file cannot use itself".to_owned()
        } else {
            format!(
                "`{}` and `{}` use each other",
                name(from),
                name(used.file.0)
            )
        };
        Diagnostic::new(&codes::USE_CYCLE, used.span, message)
            .help("move what both need into a third file, and let both use that")
    }
}
