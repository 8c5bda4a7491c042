//! The direction of imports: the list in `src/lib.rs` is the order of the modules, and no module
//! imports from its own line or one above it. And what is said over a protocol is that protocol's
//! own: `connection` names none of them, and no room of one knows another.

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

/// A source without its comments.
fn code_of(source: &str) -> String {
    let code = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    code.collect::<Vec<_>>().join("\n")
}

fn ends(character: char) -> bool {
    !(character.is_alphanumeric() || character == '_')
}

/// The modules of the crate that a source names, without its comments.
fn imported(source: &str) -> Vec<String> {
    let code = code_of(source);
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

/// The rooms of `protocol`, each with its variant of `Protocol`.
const ROOMS: [(&str, &str); 3] = [
    ("jsonrpc", "JsonRpc"),
    ("web_session", "Session"),
    ("json2", "Json2"),
];

/// Whether code names an item below a module, in a path or in a `use`.
fn names(code: &str, module: &str) -> bool {
    let is_whole = |(at, _): &(usize, &str)| !code[..*at].ends_with(|last| !ends(last));
    let rest = |(at, _): (usize, &str)| &code[at + module.len()..];
    let in_path = code.match_indices(module).filter(is_whole).map(rest);
    let mut uses = code.split("use ").skip(1);
    in_path.clone().any(|rest| rest.starts_with("::"))
        || uses.any(|rest| {
            let (used, _) = rest.split_once(';').unwrap_or_default();
            used.split(ends).any(|name| name == module)
        })
}

/// The protocols that a source names and may not: all of them in `connection`, in the room of one
/// the others.
fn foreign(place: &str, source: &str) -> Vec<&'static str> {
    let code = code_of(source);
    let rooms = ROOMS.iter().filter(|(room, _)| *room != place);
    let named = rooms.filter(|(room, variant)| {
        let variant = ["Protocol::", variant].concat();
        let is_whole = |(at, _): (usize, &str)| code[at + variant.len()..].starts_with(ends);
        names(&code, room) || code.match_indices(&variant).any(is_whole)
    });
    named.map(|(room, _)| *room).collect()
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
fn connection_names_no_protocol_and_no_room_of_one_another() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rooms = ROOMS.map(|(room, _)| (room, format!("protocol/{room}")));
    for (place, folder) in rooms
        .into_iter()
        .chain([("connection", "connection".into())])
    {
        let files = sources(&root.join(folder));
        assert!(files.len() > 1, "{place}");
        for file in files {
            let source = fs::read_to_string(&file).expect("a source");
            let foreign = foreign(place, &source);
            assert!(foreign.is_empty(), "{} names {foreign:?}", file.display());
        }
    }
}

#[test]
fn every_room_of_a_protocol_is_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/protocol");
    let entries = fs::read_dir(folder).expect("a folder");
    let folders = entries
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir());
    let mut found: Vec<_> = folders
        .map(|entry| entry.file_name().into_string().expect("a name"))
        .collect();
    let mut known = ROOMS.map(|(room, _)| room);
    found.sort();
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn a_protocol_that_is_named_where_it_may_not_be_is_found() {
    for (place, source, found) in [
        (
            "connection",
            "use crate::protocol::web_session;",
            vec!["web_session"],
        ),
        (
            "connection",
            "use crate::protocol::{\n    Call, json2::KeyLogin, jsonrpc,\n};",
            vec!["jsonrpc", "json2"],
        ),
        (
            "connection",
            "let errand = crate::protocol::jsonrpc::any(site);",
            vec!["jsonrpc"],
        ),
        (
            "connection",
            "match protocol {\n    Protocol::Session => 1,\n    _ => 2,\n}",
            vec!["web_session"],
        ),
        (
            "web_session",
            "use super::{Call, json2, own_context};",
            vec!["json2"],
        ),
        (
            "json2",
            "None => super::web_session::encode(call),",
            vec!["web_session"],
        ),
        ("json2", "protocol: Protocol::JsonRpc,", vec!["jsonrpc"]),
        // Its own name, a text, a comment, and what only begins like one.
        (
            "json2",
            "protocol: Protocol::Json2, // not web_session::open",
            vec![],
        ),
        ("json2", "pub(super) use super::json2::Parameters;", vec![]),
        (
            "web_session",
            r#"const BEGIN: &str = "{jsonrpc:2.0, json2: "x"}";"#,
            vec![],
        ),
        (
            "connection",
            "let name = wire.protocol().name(); Protocol::SessionLike;",
            vec![],
        ),
        ("connection", "json2_of::<V>(my_jsonrpc::x);", vec![]),
    ] {
        assert_eq!(foreign(place, source), found, "{place}: {source}");
    }
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
