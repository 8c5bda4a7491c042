//! Reads the configuration object and the options of a call, member by member, with an error that
//! names the member.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::fetch::Host;
use super::guard::{SafetyContext, check_context};
use crate::arguments::{self, wrong};
use crate::binary::Form;
use crate::client::{CallOptions, Client, Config, DEFAULT_MAX_BODY_BYTES};
use crate::connection::{AUTHORIZATION, CONTENT_TYPE};
use crate::connection::{Credentials, Server};
use crate::crud;
use crate::error::{Class, Error};
use crate::operation::SafetyLevel;
use crate::protocol::Protocol;
use crate::protocol::choice::sends_key;
use crate::queue::DEFAULT_MAX_CONCURRENT;
use crate::retry::DEFAULT_RETRIES;
use crate::text;
use crate::url::ServerUrl;
use crate::value::{Given, Kind, Value, as_integer};

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = pairsOf)]
    fn pairs_of(headers: &JsValue) -> Option<Array>;
    #[wasm_bindgen(js_name = callOptionsOf)]
    pub(super) fn call_options_of(options: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    fn watcher(hooks: &JsValue) -> JsValue;
}

type Checked<T> = Result<T, Error<JsValue>>;

/// What a configuration may say; `coalesce` is the bulk work's.
const CONFIG: &str = "url database username password apiKey protocol timeoutMs maxBodyBytes context headers maxConcurrent \
                      retries safety fetch onRequest onResponse onRetry coalesce binary";

/// Makes the client that `new OdooClient(config)` asks for.
pub(super) fn client(config: &JsValue) -> Checked<Rc<Client<Host, SafetyContext>>> {
    // Read once: what a program's getters say later is no concern of ours.
    let read = arguments::options("the configuration", config.clone(), CONFIG);
    let config = &read.map_err(|mut error| {
        error.class = Class::Odoo;
        error
    })?;
    let core = client_config(config).map_err(in_config)?;
    let mut hooks = JsValue::object();
    for name in ["onRequest", "onResponse", "onRetry"] {
        hooks.set(name, function(config, name)?);
    }
    let safety = member(config, "safety");
    check_context(&safety)?;
    let fetch = function(config, "fetch")?;
    let takes_authorization = sends_key(&core.credentials, core.server.protocol);
    let headers = headers(config, takes_authorization)?;
    let most =
        optional(config, ["maxBodyBytes"; 2], "a number of bytes", bytes).map_err(in_config)?;
    let most = most.unwrap_or(DEFAULT_MAX_BODY_BYTES);
    let host = Host::new(fetch, headers, watcher(&hooks), most);
    let form = binary(config, "binary").map_err(in_config)?;
    let client = Client::new(core, host, SafetyContext::new(safety));
    Ok(Rc::new(client.giving(form.unwrap_or_default())))
}

fn client_config(config: &JsValue) -> Checked<Config<JsValue>> {
    if config.kind() != Kind::Object {
        let expected = "an object with url and database";
        let mut error = wrong("configuration", expected, config);
        error.class = Class::Odoo;
        return Err(error);
    }
    let credentials = credentials(
        optional_text(config, "username")?,
        optional_text(config, "password")?,
        optional_text(config, "apiKey")?,
    )?;
    let protocol = Option::flatten(optional(
        config,
        ["protocol"; 2],
        "'auto', 'session', 'jsonrpc' or 'json2'",
        protocol,
    )?);
    // In a page of Odoo's own, the visitor's session knows the database.
    let is_visitor = protocol == Some(Protocol::Session)
        && credentials.username.is_none()
        && credentials.password.is_none();
    let url = server_url(&member(config, "url"))?;
    let database = match given(config, "database") {
        None if is_visitor => None,
        _ => Some(required_text("database", &member(config, "database"))?),
    };
    let ends_line = |byte: u8| matches!(byte, b'\r' | b'\n' | b'\0');
    if database
        .as_ref()
        .is_some_and(|name| text::position(name, ends_line).is_some())
    {
        return Err(refused([
            "Invalid database in the configuration: expected a text of one line",
            "",
            "",
        ]));
    }
    Ok(Config {
        server: Server {
            url,
            database,
            protocol,
        },
        credentials,
        timeout_ms: timeout(config)?,
        context: sendable(
            "context",
            optional(config, ["context"; 2], "an object", object)?.map(copied),
        )?,
        max_concurrent: optional(
            config,
            ["maxConcurrent"; 2],
            "a whole number from 1 on",
            |value| count(value).filter(|number| *number > 0),
        )?
        .unwrap_or(DEFAULT_MAX_CONCURRENT),
        retries: optional(config, ["retries"; 2], "a whole number", count)?
            .unwrap_or(DEFAULT_RETRIES),
    })
}

/// Credentials, checked.
pub(super) fn credentials(
    username: Option<String>,
    password: Option<String>,
    api_key: Option<String>,
) -> Checked<Credentials> {
    Credentials::new(username, password, api_key).map_err(|reason| Error::new(Class::Odoo, reason))
}

/// Reads an address.
pub(super) fn server_url(url: &JsValue) -> Checked<ServerUrl> {
    let text = required_text("url", url)?;
    ServerUrl::parse(&text).map_err(|reason| Error::new(Class::Odoo, reason))
}

/// Reads a text that must be there.
pub(super) fn required_text(name: &str, value: &JsValue) -> Checked<String> {
    match value.as_string() {
        Some(text) if value.is_name() => Ok(text),
        _ => Err(in_config(wrong(name, "a text that is not empty", value))),
    }
}

/// Reads the options of a call that has no others.
pub(super) fn call_options(options: &JsValue) -> Checked<CallOptions<JsValue>> {
    match options.kind() {
        Kind::Undefined | Kind::Null => Ok(CallOptions::default()),
        Kind::Object => {
            let read = arguments::options("options", options.clone(), crud::CALL_OPTIONS)?;
            read_call_options(&read)
        }
        _ => Err(wrong("options", "an object", options)),
    }
}

/// Checks the options of a call, which are plain data.
pub(super) fn read_call_options(options: &JsValue) -> Checked<CallOptions<JsValue>> {
    Ok(CallOptions {
        safety_level: optional(
            options,
            ["safetyLevel", "options.safetyLevel"],
            "'READ', 'WRITE' or 'DELETE'",
            |level| SafetyLevel::from_name(&level.as_string()?),
        )?,
        signal: optional(
            options,
            ["signal", "options.signal"],
            "an AbortSignal",
            |signal| signal.get("aborted").map(|_| signal.clone()),
        )?,
        context: sendable(
            "options.context",
            optional(options, ["context", "options.context"], "an object", object)?,
        )?,
        timeout_ms: timeout(options)?,
        binary: binary(options, "options.binary")?,
        read_body: optional(
            options,
            ["readBody", "options.readBody"],
            "a function",
            callable,
        )?,
        says_unsent: member(options, "saysUnsent").as_bool() == Some(true),
    })
}

/// Reads the member `key` by `read`, where it is given; `name` is what an error calls it.
fn optional<T>(
    options: &JsValue,
    [key, name]: [&'static str; 2],
    expected: &str,
    read: fn(&JsValue) -> Option<T>,
) -> Checked<Option<T>> {
    match given(options, key) {
        None => Ok(None),
        Some(value) => match read(&value) {
            None => Err(wrong(name, expected, &value)),
            some => Ok(some),
        },
    }
}

/// What is given, as plain data.
fn sendable(name: &str, value: Option<JsValue>) -> Checked<Option<JsValue>> {
    value
        .map(|value| arguments::sendable(name, value))
        .transpose()
}

/// How values of binary fields are given.
pub(super) fn binary(options: &JsValue, name: &'static str) -> Checked<Option<Form>> {
    let expected = "'base64', 'object' or 'size'";
    optional(options, ["binary", name], expected, |form| {
        Form::from_name(&form.as_string()?)
    })
}

/// A protocol, or none for `auto`.
fn protocol(value: &JsValue) -> Option<Option<Protocol>> {
    let name = value.as_string()?;
    let known = Protocol::ALL.into_iter().find(|known| known.name() == name);
    (known.is_some() || name == "auto").then_some(known)
}

fn count(value: &JsValue) -> Option<u32> {
    as_integer(value).and_then(|number| u32::try_from(number).ok())
}

fn bytes(value: &JsValue) -> Option<f64> {
    value.as_f64().filter(|number| *number > 0.0)
}

fn object(value: &JsValue) -> Option<JsValue> {
    (value.kind() == Kind::Object).then(|| value.clone())
}

fn callable(value: &JsValue) -> Option<JsValue> {
    value.is_function().then(|| value.clone())
}

fn timeout(options: &JsValue) -> Checked<Option<f64>> {
    let expected = "milliseconds, 0 for no limit";
    optional(options, ["timeoutMs"; 2], expected, |value| {
        value.as_f64().filter(|number| *number >= 0.0)
    })
}

/// A function, or undefined.
fn function(config: &JsValue, name: &'static str) -> Checked<JsValue> {
    let function = optional(config, [name; 2], "a function", callable).map_err(in_config)?;
    Ok(function.unwrap_or(JsValue::UNDEFINED))
}

fn member(config: &JsValue, name: &'static str) -> JsValue {
    config.get(name).unwrap_or(JsValue::UNDEFINED)
}

fn optional_text(config: &JsValue, name: &'static str) -> Checked<Option<String>> {
    match given(config, name) {
        None => Ok(None),
        Some(value) => match value.as_string() {
            // What was given is not repeated: it may be a secret in the wrong wrapping.
            None => Err(refused([
                "Invalid ",
                name,
                " in the configuration: expected a text",
            ])),
            some => Ok(some),
        },
    }
}

/// Reads extra headers into a plain object: names compare without case, the last of two counts, and
/// one that the client sets as well is spelt as the client does, so that there is never the same
/// header twice.
fn headers(config: &JsValue, takes_authorization: bool) -> Checked<JsValue> {
    let mut headers = JsValue::object();
    let Some(given) = given(config, "headers") else {
        return Ok(headers);
    };
    let Some(pairs) = pairs_of(&given) else {
        return Err(in_config(wrong(
            "headers",
            "an object of names and texts",
            &given,
        )));
    };
    for pair in pairs.iter() {
        let [name, value] = [0, 1].map(|index| pair.item(index).and_then(|text| text.as_string()));
        let Some(name) = name.filter(|name| is_header_name(name)) else {
            return Err(refused([
                "Invalid header name in the headers of the configuration",
                "",
                "",
            ]));
        };
        // The body is JSON, whatever the program would like to call it.
        if name == CONTENT_TYPE {
            continue;
        }
        if name == AUTHORIZATION && takes_authorization {
            return Err(refused([
                "Invalid header 'Authorization' in the configuration: the API key goes in the same header. Have the proxy take another, or pass protocol: 'jsonrpc'",
                "",
                "",
            ]));
        }
        let ends_line = |byte: u8| matches!(byte, b'\r' | b'\n' | b'\0');
        match value {
            Some(value) if text::position(&value, ends_line).is_none() => {
                headers.set_named(&name, JsValue::from(value));
            }
            // What was given is not repeated: headers often carry secrets.
            _ => {
                return Err(refused([
                    "Invalid header '",
                    &name,
                    "' in the configuration: expected a text of one line",
                ]));
            }
        }
    }
    Ok(headers)
}

/// A token of [RFC 9110, 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2), of a length
/// that an error can show.
fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    (1..=256).contains(&name.len()) && name.bytes().all(is_token)
}

fn given(options: &JsValue, name: &'static str) -> Option<JsValue> {
    options.get(name).filter(|value| !value.is_null())
}

fn refused(message: [&str; 3]) -> Error<JsValue> {
    Error::new(Class::Odoo, message.concat())
}

/// A wrong configuration is wrong use of the client, not of a method's argument.
fn in_config(mut error: Error<JsValue>) -> Error<JsValue> {
    if error.class == Class::Type {
        error.class = Class::Odoo;
        if let Some((what, expected)) = text::split_once(&error.message, b':') {
            error.message = [what, " in the configuration:", expected].concat();
        }
    }
    error
}

/// An object of its own: a program may go on to change the one that it gave.
fn copied(given: JsValue) -> JsValue {
    let mut own = JsValue::object();
    // What cannot be read is refused for it.
    match own.assign(&given) {
        Ok(()) => own,
        Err(_) => given,
    }
}
