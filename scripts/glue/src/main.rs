//! Writes the JavaScript that calls a WebAssembly module: what `wasm-bindgen` on the command line
//! does, without the half of it that this project does not need.
//!
//!     odoo-glue MODULE.wasm FOLDER NAME

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder, name] = args.as_slice() else {
        eprintln!("usage: odoo-glue MODULE.wasm FOLDER NAME");
        return ExitCode::from(2);
    };
    match write(module, folder, name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the glue of {module}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn write(module: &str, folder: &str, name: &str) -> anyhow::Result<()> {
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .out_name(name)
        .generate(folder)
}
