//! For WebAssembly, has the TypeScript written anew that `src/js` imports: `target/host.js`.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=pkg/src/client");
    println!("cargo:rerun-if-changed=pkg/src/plain");
    println!("cargo:rerun-if-changed=pkg/src/body");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() != Ok("wasm32") {
        return;
    }
    let written = Command::new("node").arg("scripts/build/host.mjs").status();
    assert!(
        written.is_ok_and(|status| status.success()),
        "node scripts/build/host.mjs failed: it needs Node 20 and the packages of `npm ci`"
    );
}
