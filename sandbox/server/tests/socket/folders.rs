//! Folders beside Odoo.

use crate::server::{Server, VERSION};

#[test]
fn files_come_with_their_types_and_are_never_stale() {
    let root = std::env::temp_dir().join(format!("sandbox-folders-{}", std::process::id()));
    let pkg = root.join("pkg");
    std::fs::create_dir_all(&pkg).expect("a folder");
    for (name, content) in [
        ("index.html", "<h1>Hello</h1>"),
        ("app.js", "1"),
        ("app.mjs", "1"),
        ("app.wasm", "\0asm"),
        ("app.css", "a{}"),
    ] {
        std::fs::write(root.join(name), content).expect("a file");
        std::fs::write(pkg.join(name), content).expect("a file");
    }
    let at_root = format!("/={}", root.display());
    let at_pkg = format!("/lib={}", pkg.display());
    let server = Server::start(&["--serve", &at_root, "--serve", &at_pkg]);
    for (path, content_type) in [
        ("/", "text/html"),
        ("/app.js", "text/javascript"),
        ("/app.mjs", "text/javascript"),
        ("/app.wasm", "application/wasm"),
        ("/lib/app.wasm", "application/wasm"),
        ("/lib/app.css", "text/css"),
    ] {
        let answer = server.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), Some(content_type), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{path}");
    }
    assert_eq!(server.get("/missing.js").status, 404);
    assert_eq!(server.get("/../Cargo.toml").status, 404);
    assert_eq!(
        server.post("/jsonrpc", VERSION).status,
        200,
        "Odoo's paths stay Odoo's"
    );
    assert_eq!(server.get("/web/health").text(), r#"{"status": "pass"}"#);
    std::fs::remove_dir_all(root).expect("removed");
}
