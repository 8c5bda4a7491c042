//! The fault table, against what real servers reported.

use odoo_client_wasm::advice;
use odoo_client_wasm::error::Class;
use odoo_client_wasm::protocol::faults::{FAULTS, class_of, from_error_object};
use odoo_client_wasm::protocol::{envelope, moments};
use serde_json::{Value, json};

use crate::recordings;

/// What the client's users were promised for each exception that was ever recorded, told
/// independently of the table.
fn promised(name: &str) -> Class {
    match name {
        "odoo.exceptions.AccessDenied" => Class::Auth,
        "odoo.exceptions.AccessError" => Class::Access,
        "odoo.exceptions.MissingError" => Class::Missing,
        "odoo.exceptions.UserError" | "odoo.exceptions.ValidationError" => Class::Validation,
        "odoo.http.SessionExpiredException" => Class::SessionExpired,
        "builtins.AssertionError"
        | "builtins.AttributeError"
        | "builtins.KeyError"
        | "builtins.TypeError"
        | "builtins.ValueError"
        | "builtins.IndexError"
        | "json.decoder.JSONDecodeError"
        | "psycopg2.OperationalError"
        | "psycopg2.errors.DatetimeFieldOverflow"
        | "psycopg2.errors.InvalidDatetimeFormat"
        | "psycopg2.errors.InvalidRowCountInLimitClause"
        | "psycopg2.errors.InvalidRowCountInResultOffsetClause"
        | "psycopg2.errors.InvalidTextRepresentation"
        | "psycopg2.errors.NumericValueOutOfRange"
        | "psycopg2.errors.UntranslatableCharacter"
        | "werkzeug.exceptions.NotFound" => Class::Rpc,
        other => panic!("{other} was recorded, and this list does not say what it is"),
    }
}

#[test]
fn every_recorded_error_has_its_class_its_code_as_text_and_the_servers_own_words() {
    let mut seen = 0;
    for (recording, error) in recordings::faults() {
        seen += 1;
        let opened = envelope::open(recording.answer(), 1).expect_err(&recording.name);
        let name = error["data"]["name"]
            .as_str()
            .expect("exceptions have names");
        let said = error["data"]["message"].as_str().expect("a text");
        let is_unknown_model = said == "Object no.such.model doesn't exist";
        let class = match is_unknown_model {
            true => Class::Rpc,
            false => promised(name),
        };
        assert_eq!(opened.class, class, "{}", recording.name);
        match name {
            _ if is_unknown_model => assert!(
                opened.message.starts_with(&format!("{said}: ")),
                "{}: {}",
                recording.name,
                opened.message
            ),
            "builtins.KeyError" => assert!(
                opened.message.starts_with(&format!("KeyError: '{said}'. ")),
                "{}: {}",
                recording.name,
                opened.message
            ),
            "psycopg2.OperationalError" => assert_eq!(
                opened.message,
                r#"Database not found: the database "no_such_db" does not exist; check the setting database"#
            ),
            _ => {
                // A date-time of another form gets the text to send, and a value that names no
                // field what is sent in its place.
                let hint = moments::hint(said).or_else(|| advice::of_value(said).map(Into::into));
                let expected = match hint {
                    Some(hint) => [said.trim_end(), ". What to do: ", &hint].concat(),
                    None => said.to_owned(),
                };
                assert_eq!(opened.message, expected, "{}", recording.name);
            }
        }
        assert_eq!(
            opened.code,
            Some(error["code"].to_string()),
            "{}",
            recording.name
        );
        assert_eq!(
            opened.data.as_ref(),
            Some(&error["data"]),
            "{}",
            recording.name
        );
        let debug = opened.data.as_ref().map(|data| &data["debug"]);
        assert!(debug.is_some_and(Value::is_string), "{}", recording.name);
        assert_eq!(opened.place.status, Some(200), "{}", recording.name);
    }
    assert_eq!(seen, 321, "recorded errors");
}

#[test]
fn every_recorded_success_opens_to_its_result_and_none_to_null() {
    let (mut results, mut nones) = (0, 0);
    for recording in recordings::all() {
        let body = &recording.response["body"];
        if body["jsonrpc"].is_null() || !body["error"].is_null() {
            continue;
        }
        // The client numbers its requests, so what was asked with another sort of id is not its
        // own.
        let id = body["id"].as_u64();
        if id.is_none() && !body["id"].is_null() {
            let error = envelope::open(recording.answer(), 1).expect_err(&recording.name);
            assert!(
                error.message.contains("belongs to another request"),
                "{}",
                recording.name
            );
            continue;
        }
        let opened = envelope::open(recording.answer(), id.unwrap_or(1));
        let opened = opened.unwrap_or_else(|error| panic!("{}: {}", recording.name, error.message));
        match body.get("result") {
            Some(result) => results += 1 + usize::from(&opened != result) * 10_000,
            None => nones += 1 + usize::from(!opened.is_null()) * 10_000,
        }
    }
    assert_eq!((results, nones), (1056, 31), "recorded results and Nones");
}

#[test]
fn every_recorded_answer_that_is_no_success_of_http_is_a_network_error_with_its_status() {
    let mut seen = 0;
    for recording in recordings::all() {
        let answer = recording.answer();
        if answer.is_success() {
            continue;
        }
        seen += 1;
        let status = answer.status;
        let error = envelope::open(answer, 1).expect_err(&recording.name);
        assert_eq!(error.class, Class::Network, "{}", recording.name);
        assert_eq!(error.place.status, Some(status), "{}", recording.name);
        assert!(
            error.message.starts_with(&format!("HTTP {status}: ")),
            "{}",
            error.message
        );
    }
    assert!(seen > 50, "only {seen} recordings without success");
}

#[test]
fn the_table_has_the_names_and_classes_that_were_promised() {
    let expected = [
        ("AccessDenied", Class::Auth),
        ("access_denied", Class::Auth),
        ("AccessError", Class::Access),
        ("access_error", Class::Access),
        ("ValidationError", Class::Validation),
        ("validation_error", Class::Validation),
        ("UserError", Class::Validation),
        ("user_error", Class::Validation),
        ("UnlinkBlockedError", Class::Validation),
        ("MissingError", Class::Missing),
        ("missing_error", Class::Missing),
        // Kinds of user errors that carry more than their words.
        ("RedirectWarning", Class::RedirectWarning),
        ("LockError", Class::Lock),
        // What it was before Odoo 19.
        ("LockNotAvailable", Class::Lock),
        ("SessionExpiredException", Class::SessionExpired),
        // Odoo 20, by its documents.
        ("CheckIdentityException", Class::SessionExpired),
    ];
    assert_eq!(FAULTS.len(), expected.len());
    for (name, class) in expected {
        assert_eq!(class_of(name), Some(class), "{name}");
        assert_eq!(
            class_of(&format!("odoo.exceptions.{name}")),
            Some(class),
            "{name}"
        );
        assert_eq!(
            class_of(&format!("odoo.addons.sale.{name}")),
            Some(class),
            "{name}"
        );
        assert_eq!(
            class_of(&format!("My{name}")),
            None,
            "My{name} is another class"
        );
        assert_eq!(
            class_of(&format!("{name}.inner")),
            None,
            "{name} is not its last part"
        );
    }
    for name in [
        "",
        ".",
        "builtins.ValueError",
        "except_orm",
        "internal_error",
        "accesserror",
    ] {
        assert_eq!(class_of(name), None, "{name:?}");
    }
}

#[test]
fn an_exception_type_counts_before_the_name_of_the_class() {
    let class = |data: Value| {
        from_error_object(&json!({ "code": 200, "message": "m", "data": data })).class
    };
    let renamed =
        json!({ "exception_type": "access_error", "name": "custom.exceptions.UserError" });
    assert_eq!(class(renamed), Class::Access);
    let unknown =
        json!({ "exception_type": "internal_error", "name": "odoo.exceptions.MissingError" });
    assert_eq!(class(unknown), Class::Missing);
    for odd in [
        json!(null),
        json!(7),
        json!({}),
        json!([]),
        json!("access_error"),
    ] {
        let data = json!({ "exception_type": odd, "name": odd });
        let expected = if odd.is_string() {
            Class::Access
        } else {
            Class::Rpc
        };
        assert_eq!(class(data), expected, "{odd}");
    }
}

#[test]
fn the_message_is_the_exceptions_own_and_else_the_error_objects() {
    let message = |fault: Value| from_error_object(&fault).into_details().message;
    assert_eq!(
        message(json!({ "message": "outer", "data": { "message": "inner" } })),
        "inner"
    );
    assert_eq!(
        message(json!({ "message": "outer", "data": { "message": "" } })),
        "outer"
    );
    assert_eq!(
        message(json!({ "message": "outer", "data": { "message": 7 } })),
        "outer"
    );
    assert_eq!(
        message(json!({ "message": "outer", "data": null })),
        "outer"
    );
    assert_eq!(message(json!({ "message": "outer" })), "outer");
    assert_eq!(message(json!("just a text")), "just a text");
    for silent in [json!({}), json!(7), json!([]), json!({ "data": [] })] {
        assert!(
            message(silent.clone()).contains("without a message"),
            "{silent}"
        );
    }
}

#[test]
fn the_code_is_a_text_whatever_the_server_sends() {
    let code = |code: Value| {
        from_error_object(&json!({ "code": code }))
            .into_details()
            .code
    };
    assert_eq!(code(json!(0)).as_deref(), Some("0"));
    assert_eq!(code(json!(-32_601)).as_deref(), Some("-32601"));
    assert_eq!(code(json!("ECODE")).as_deref(), Some("ECODE"));
    assert_eq!(code(json!(null)), None);
    assert_eq!(code(json!({})), None);
}

#[test]
fn a_value_that_python_or_postgresql_cannot_read_gets_what_to_send_in_its_place() {
    for (said, hint) in [
        (
            "invalid input syntax for type integer: \"Belgium\"\n",
            "takes its id, a whole number",
        ),
        (
            "could not convert string to float: '12,50'",
            "with a point and without separators: 1234.5",
        ),
        (
            "stray % in format '%Y-%m-%'",
            "write a date as 'YYYY-MM-DD'",
        ),
        (
            "time data '31/12/2026' does not match format '%Y-%m-%d'",
            "write a date as 'YYYY-MM-DD'",
        ),
        ("list index out of range", "may be a list that is too short"),
        (
            "expecting only datetimes with no timezone: '2026-01-31T02:00:00+02:00'",
            "send '2026-01-31 00:00:00', a date-time in UTC",
        ),
    ] {
        let error = from_error_object(
            &json!({ "code": 200, "data": { "name": "builtins.ValueError", "message": said } }),
        );
        let start = [said.trim_end(), ". What to do: "].concat();
        assert!(error.message.starts_with(&start), "{}", error.message);
        assert!(error.message.contains(hint), "{}", error.message);
        assert!(!error.message.contains('\n'), "{}", error.message);
    }
}

/// The reason and the field of an exception with that name and message.
fn reason_of(name: &str, message: &str) -> (&'static str, Option<String>) {
    let data = json!({
        "name": name,
        "message": message,
        "arguments": [message],
        "debug": "Traceback",
    });
    let error = from_error_object(&json!({ "code": 200, "data": data }));
    (error.reason().word(), error.field.clone())
}

#[test]
fn what_is_recorded_of_models_methods_arguments_and_databases_has_a_reason_of_its_own() {
    let mut seen = [0; 5];
    for (recording, error) in recordings::faults() {
        let opened = envelope::open(recording.answer(), 1).expect_err(&recording.name);
        let said = error["data"]["message"].as_str().unwrap_or_default();
        let expected = match said {
            _ if said.starts_with("Object ") && said.ends_with(" doesn't exist") => {
                seen[0] += 1;
                "unknownModel"
            }
            _ if said.starts_with("The method '") => {
                seen[1] += 1;
                "unknownMethod"
            }
            _ if said.contains(" positional argument") || said.contains(" keyword argument") => {
                seen[2] += 1;
                "wrongSignature"
            }
            _ if said.contains("database \"no_such_db\" does not exist") => {
                seen[3] += 1;
                "unknownDatabase"
            }
            _ if said.starts_with("Granularity ") => {
                seen[4] += 1;
                "granularity"
            }
            _ => opened.class.reason().word(),
        };
        assert_eq!(
            opened.reason().word(),
            expected,
            "{}: {said}",
            recording.name
        );
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

#[test]
fn a_fault_inside_a_method_does_not_say_that_there_is_no_such_method() {
    for (name, said, reason) in [
        (
            "builtins.AttributeError",
            "'NoneType' object has no attribute 'name'",
            "server",
        ),
        (
            "builtins.AttributeError",
            "type object 'res.partner' has no attribute 'web_search_read'",
            "unknownMethod",
        ),
        ("builtins.TypeError", "unhashable type: 'list'", "server"),
        ("builtins.KeyError", "no_such_field", "server"),
        (
            "werkzeug.exceptions.NotFound",
            "The method 'res.partner.no_such_method' does not exist",
            "unknownMethod",
        ),
        (
            "werkzeug.exceptions.NotFound",
            "the model 'no.such.model' does not exist",
            "unknownModel",
        ),
        (
            "werkzeug.exceptions.UnprocessableEntity",
            "missing a required argument: 'domain'",
            "wrongSignature",
        ),
        (
            "odoo.exceptions.UserError",
            "The method 'x' does not exist",
            "validation",
        ),
        ("odoo.exceptions.LockError", "held", "lock"),
    ] {
        assert_eq!(reason_of(name, said), (reason, None), "{name}: {said}");
    }
}

#[test]
fn a_date_without_a_period_is_told_with_its_field() {
    let said = "Granularity not set on a date(time) field: 'date_deadline'";
    let told = reason_of("builtins.ValueError", said);
    assert_eq!(told, ("granularity", Some("date_deadline".into())));
}
