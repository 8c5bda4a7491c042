//! Secrets that a server, or what stands before it, repeats in what it answers.

use odoo_client_wasm::connection::Credentials;
use odoo_client_wasm::error::{Class, Error, Failure};
use odoo_client_wasm::protocol::Protocol;
use serde_json::{Value, json};

use crate::world::*;

#[test]
fn a_secret_that_the_server_repeats_is_neither_in_the_message_nor_in_the_data() {
    for protocol in Protocol::ALL {
        let world = World::default();
        let client = over(&world, protocol);
        let secret = match protocol {
            Protocol::Json2 => API_KEY,
            _ => PASSWORD,
        };
        let said = format!("no such user: {secret}");
        world.expect(
            &subject(protocol, "res.partner", "read"),
            fault_over(protocol, 422, "odoo.exceptions.UserError", &said),
        );
        let error = details(call(&world, &client, "res.partner", "read", json!([[1]])));
        assert_eq!(error.class, Class::Validation, "{}", error.message);
        let data = error.data.expect("Odoo's own data").to_string();
        for text in [&error.message, &data] {
            assert!(text.contains("no such user: "), "{text}");
            assert!(text.contains("***"), "{text}");
            assert!(!holds_a_secret(text), "{text}");
        }
    }
}

#[test]
fn a_login_that_is_refused_with_the_password_in_the_refusal_does_not_show_it() {
    let world = World::default();
    let client = client_with(&world, config(), Asked::default());
    let said = format!("cannot log in with {PASSWORD}");
    world.expect(
        "common.login",
        fault_over(Protocol::JsonRpc, 200, "odoo.exceptions.UserError", &said),
    );
    let error = details(authenticate(&world, &client));
    assert!(
        error.message.contains("cannot log in with ***"),
        "{}",
        error.message
    );
    assert!(!holds_a_secret(&error.data.expect("data").to_string()));
}

/// What a message and its data are after that secret was taken out.
fn redacted(secret: &str, message: &str, data: Value) -> (String, Option<Value>) {
    let credentials =
        Credentials::new(Some("ada".into()), Some(secret.into()), None).expect("they are good");
    let mut error: Error<Value> = Error::new(Class::Rpc, message);
    error.data = Some(data);
    let details = details::<()>(Err(credentials.redacted(Failure::from(error))));
    (details.message, details.data)
}

#[test]
fn a_secret_of_any_characters_is_found_in_texts_at_any_depth_and_in_names() {
    for secret in [
        "p4ss\"word\\",
        "pässwörd-7",
        "12345678",
        "correcthorsebattery",
        "a b c d 1 2",
    ] {
        let data =
            json!({ "debug": [{ "args": [secret, 7, null] }], secret: format!("<{secret}>") });
        let clean = json!({ "debug": [{ "args": ["***", 7, null] }], "***": "<***>" });
        let expected = ("with *** twice: ***".to_owned(), Some(clean));
        let message = format!("with {secret} twice: {secret}");
        assert_eq!(redacted(secret, &message, data), expected, "{secret}");
    }
}

#[test]
fn a_password_of_digits_leaves_numbers_alone() {
    let data = json!({ "id": 12345678, "message": "123456" });
    let clean = json!({ "id": 12345678, "message": "***" });
    let expected = ("***: 7".to_owned(), Some(clean));
    assert_eq!(redacted("123456", "123456: 7", data), expected);
}

#[test]
fn a_password_that_is_a_word_leaves_the_words_of_messages_alone() {
    for word in ["admin", "demo", "password", "odoo"] {
        let said = format!("the {word} of the server");
        let data = json!({ "message": said });
        assert_eq!(redacted(word, &said, data.clone()), (said, Some(data)));
    }
}

#[test]
fn an_exception_that_quotes_the_secret_is_not_the_cause_itself() {
    let credentials = Credentials::new(Some("ada".into()), Some(PASSWORD.into()), None);
    let credentials = credentials.expect("they are good");
    let quoted = format!("cannot send password={PASSWORD}");
    for (given, kept) in [
        (
            json!({ "message": quoted, "stack": quoted }),
            json!({ "message": "cannot send password=***" }),
        ),
        (
            json!({ "message": "fetch failed", "cause": { "message": quoted } }),
            json!({ "message": "fetch failed" }),
        ),
        (
            json!({ "message": "fetch failed", "code": "ECONNRESET" }),
            json!({ "message": "fetch failed", "code": "ECONNRESET" }),
        ),
    ] {
        let mut error: Error<Value> = Error::new(Class::Network, "no answer");
        error.cause = Some(given);
        let details = details::<()>(Err(credentials.redacted(Failure::from(error))));
        assert_eq!(details.cause, Some(kept));
    }
}
