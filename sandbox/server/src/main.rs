//! The sandbox behind a socket: an HTTP server that also serves the demo page.
//!
//! What is answered is `odoo-sandbox`'s business. Here live the command line, the socket, the
//! folders, the proxy, and those faults that only the owner of a socket can commit.

// As the client's own crate has it.
#![cfg_attr(all(clippy, not(test)), deny(unused_crate_dependencies))]

mod app;
mod args;
mod connection;
mod effect;
mod proxy;
mod serve;

use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use odoo_sandbox::{Database, Sandbox, Settings};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::args::Args;
use crate::proxy::Proxy;

/// In one thread: the sandbox answers one request after the other anyway, and on a small machine a
/// second thread would take its core from whoever asks.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("odoo-sandbox-server: {words}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), String> {
    let listener = serve::bind(args.host, args.port)?;
    let proxy = args.proxy.as_ref().map(Proxy::new).transpose()?;
    let app = App::new(
        make_sandbox(&args, serve::port(&listener)?)?,
        proxy,
        args.latency,
        args.max_connections,
    );
    let router = app::router(app.clone(), &args.serve);
    serve::run(listener, app, router, !args.close).await
}

/// Makes the databases the command line asks for.
fn make_sandbox(args: &Args, port: u16) -> Result<Sandbox, String> {
    let mut settings = Settings::new(args.odoo);
    settings.control = args.control;
    settings.session.lifetime_ms =
        u64::try_from(args.session_lifetime.as_millis()).unwrap_or(u64::MAX);
    // The standard library's hash keys are the entropy at hand: session ids need no more in a
    // sandbox.
    settings.seed = RandomState::new().hash_one(std::process::id());
    let mut names = args.db.clone();
    names.dedup();
    let databases = names.iter().map(|name| make_database(name, args, port));
    Ok(Sandbox::new(settings, databases.collect::<Result<_, _>>()?))
}

fn make_database(name: &str, args: &Args, port: u16) -> Result<Database, String> {
    let mut database = Database::demo(name, args.odoo);
    // As Odoo does when it makes a database: until an administrator logs in, the server goes by its
    // port.
    let url = json!(format!("http://localhost:{port}"));
    call(
        &mut database,
        "ir.config_parameter",
        "set_param",
        vec![json!("web.base.url"), url],
    );
    for file in module_files(&args.models)?.iter().chain(&args.data) {
        let text = std::fs::read_to_string(file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        database
            .load(&text)
            .map_err(|error| format!("cannot load {}: {error}", file.display()))?;
    }
    for api_key in &args.api_key {
        let uid = uid_of(&mut database, &api_key.login)
            .ok_or_else(|| format!("there is no user {:?} to give a key to", api_key.login))?;
        database.add_api_key(uid, &api_key.key, None);
    }
    for login in &args.two_factor {
        let uid = uid_of(&mut database, login)
            .ok_or_else(|| format!("there is no user {login:?} to ask for a second factor"))?;
        let vals = json!({"totp_enabled": true});
        call(
            &mut database,
            "res.users",
            "write",
            vec![json!([uid]), vals],
        );
    }
    Ok(database)
}

/// Lists the module files of folders, each folder's in the order of their names.
fn module_files(folders: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut all = Vec::new();
    for folder in folders {
        let wrong = |why: String| format!("cannot load models of {}: {why}", folder.display());
        let entries = std::fs::read_dir(folder).map_err(|error| wrong(error.to_string()))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|ending| ending == "toml" || ending == "json")
            })
            .collect();
        if files.is_empty() {
            return Err(wrong("there is no .toml or .json file in it".to_owned()));
        }
        files.sort();
        all.append(&mut files);
    }
    Ok(all)
}

fn uid_of(database: &mut Database, login: &str) -> Option<i64> {
    let domain = json!([["login", "=", login]]);
    call(database, "res.users", "search", vec![domain])?
        .get(0)?
        .as_i64()
}

/// Calls a method as the superuser.
fn call(database: &mut Database, model: &str, method: &str, args: Vec<Value>) -> Option<Value> {
    const SUPERUSER: i64 = 1;
    database
        .execute_kw(SUPERUSER, model, method, args, Map::new())
        .ok()?
}
