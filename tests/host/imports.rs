//! The direction of imports: the list in `src/lib.rs` is the order of the modules, and no module
//! imports from its own line or one above it.

use std::fs;
use std::path::{Path, PathBuf};

/// The lines of the list, each with its modules, from the top.
fn order() -> Vec<Vec<String>> {
    let lines = include_str!("../../src/lib.rs").lines();
    let items = lines.filter_map(|line| line.strip_prefix("//! ")?.split_once(". `"));
    items
        .filter(|(number, _)| number.parse::<u32>().is_ok())
        .map(|(_, modules)| {
            let names = modules.split(['`', ' ']).filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        })
        .collect()
}

fn line_of(order: &[Vec<String>], module: &str) -> usize {
    let line = order
        .iter()
        .position(|line| line.iter().any(|name| name == module));
    line.unwrap_or_else(|| panic!("the list in src/lib.rs does not have the module {module}"))
}

/// The modules of the crate that a source names, without its comments.
fn imported(source: &str) -> Vec<String> {
    let code = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    let code: String = code.collect::<Vec<_>>().join("\n");
    let ends = |character: char| !(character.is_alphanumeric() || character == '_');
    let names = code
        .split("crate::")
        .skip(1)
        .map(|rest| rest.split(ends).next().unwrap_or_default());
    names.map(str::to_owned).collect()
}

/// What `module` imports from its own line or one above it.
fn wrong(order: &[Vec<String>], module: &str, source: &str) -> Vec<String> {
    let own = line_of(order, module);
    let mut wrong = imported(source);
    wrong.retain(|name| name != module && line_of(order, name) <= own);
    wrong
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The module of the crate that a file of `src` belongs to.
fn module_of(root: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(root).expect("a file of src");
    let first = inside
        .iter()
        .next()
        .and_then(|name| name.to_str())
        .expect("a name");
    first.trim_end_matches(".rs").to_owned()
}

#[test]
fn no_module_imports_from_its_own_line_or_one_above() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let order = order();
    let mut edges = 0;
    for file in sources(&root) {
        let module = module_of(&root, &file);
        if module == "lib" {
            continue;
        }
        let source = fs::read_to_string(&file).expect("a source");
        edges += imported(&source).len();
        let wrong = wrong(&order, &module, &source);
        assert!(wrong.is_empty(), "{} imports {wrong:?}", file.display());
    }
    assert!(edges > 200, "only {edges} imports were found");
}

#[test]
fn the_list_has_every_module_once() {
    let declared = include_str!("../../src/lib.rs").lines();
    let mut declared: Vec<_> = declared
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let mut listed = order().concat();
    declared.sort();
    listed.sort();
    assert_eq!(listed, declared);
}

#[test]
fn a_wrong_import_is_found() {
    let order = order();
    for (module, source, found) in [
        (
            "protocol",
            "use crate::connection::Connection;",
            vec!["connection"],
        ),
        (
            "value",
            "fn f() { crate::binary::object_fields() }",
            vec!["binary"],
        ),
        (
            "crud",
            "use crate::error::Error;\nuse crate::client::Client;",
            vec!["client"],
        ),
        ("transport", "use crate::domain;", vec!["domain"]),
        (
            "client",
            "use crate::protocol::Call; // not crate::js",
            vec![],
        ),
    ] {
        assert_eq!(wrong(&order, module, source), found, "{module}: {source}");
    }
}
