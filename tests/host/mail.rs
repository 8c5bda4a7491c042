//! Notes and messages: the HTML of their bodies, and what is sent.

use futures::executor::block_on;
use odoo_client_wasm::error::{Class, Error, Failure};
use odoo_client_wasm::services::mail::{
    Message, ensure_html_body, post_internal_note, post_open_message,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::recordings::{VERSIONS, named};
use crate::world::Scripted;

fn html(text: &str) -> String {
    ensure_html_body(&json!(text)).unwrap_or_else(|error| panic!("{text:?}: {}", error.message))
}

fn message(body: Value, options: Value) -> Result<Message<Value>, Error<Value>> {
    Message::new(&json!("res.partner"), &json!(7), body, options)
}

fn good(body: &str, options: Value) -> Message<Value> {
    message(json!(body), options).unwrap_or_else(|error| panic!("{}", error.message))
}

fn refusal(checked: Result<Message<Value>, Error<Value>>) -> (Class, String) {
    let error = checked.err().expect("it was taken").into_details();
    (error.class, error.message)
}

#[test]
fn html_passes_trimmed() {
    for (text, body) in [
        ("<p>Hello</p>", "<p>Hello</p>"),
        (
            "  <div class=\"x\">a & b</div>\n",
            "<div class=\"x\">a & b</div>",
        ),
        ("<br/>", "<br/>"),
        ("<UL><li>x</li></UL>", "<UL><li>x</li></UL>"),
        ("<a href='1'>x", "<a href='1'>x"),
        ("<p>one\ntwo</p>", "<p>one\ntwo</p>"),
    ] {
        assert_eq!(html(text), body);
    }
}

#[test]
fn plain_text_is_escaped_and_made_a_paragraph() {
    for (text, body) in [
        ("Hello", "<p>Hello</p>"),
        ("  Hello  ", "<p>Hello</p>"),
        ("a < b && c > d", "<p>a &lt; b &amp;&amp; c &gt; d</p>"),
        ("<3 love", "<p>&lt;3 love</p>"),
        ("Hi <b>you</b>", "<p>Hi &lt;b&gt;you&lt;/b&gt;</p>"),
        (
            "<anna@example.com> wrote",
            "<p>&lt;anna@example.com&gt; wrote</p>",
        ),
        ("Żółć 株式会社 👍", "<p>Żółć 株式会社 👍</p>"),
        ("&lt;", "<p>&amp;lt;</p>"),
        ("<TODO> call back", "<p>&lt;TODO&gt; call back</p>"),
        (
            "<Ada Lovelace> called",
            "<p>&lt;Ada Lovelace&gt; called</p>",
        ),
        ("<o-widget a='1'>x", "<p>&lt;o-widget a='1'&gt;x</p>"),
        ("a < b", "<p>a &lt; b</p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        (
            "one\r\ntwo\rthree\n\nfour\n",
            "<p>one<br>two<br>three<br><br>four</p>",
        ),
    ] {
        assert_eq!(html(text), body);
    }
}

#[test]
fn a_blank_body_is_refused_with_an_example() {
    for body in [json!(""), json!("  \n\t "), json!("\u{a0}"), json!(null)] {
        let error = ensure_html_body(&body).expect_err("blank");
        assert_eq!(error.class, Class::Validation);
        for part in ["body must not be empty", "<p>", "plain text"] {
            assert!(error.message.contains(part), "{}", error.message);
        }
    }
}

#[test]
fn a_body_that_is_no_text_is_refused() {
    for (body, given) in [
        (json!(5), "5"),
        (json!(["x"]), "a list"),
        (json!(true), "true"),
    ] {
        let error = ensure_html_body(&body).expect_err("no text");
        assert_eq!(error.class, Class::Type);
        assert_eq!(
            error.message,
            format!("Invalid body: expected a text, got {given}")
        );
    }
}

proptest! {
    #[test]
    fn a_body_is_html_or_text_of_which_no_tag_is_left(text in "(?s).{0,40}") {
        match ensure_html_body(&json!(text)) {
            Ok(body) if body == text.trim() => prop_assert!(body.starts_with('<')),
            Ok(body) => {
                let inner = body.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
                let inner = inner.ok_or_else(|| TestCaseError::fail(body.clone()))?;
                prop_assert!(!inner.replace("<br>", "").contains(['<', '>', '\r', '\n']));
                let back = inner.replace("<br>", "\n").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                prop_assert_eq!(back, text.trim().replace("\r\n", "\n").replace('\r', "\n"));
            }
            Err(_) => prop_assert!(text.trim().is_empty()),
        }
    }
}

#[test]
fn a_note_is_created_with_the_subtype_that_the_database_knows() {
    let client = Scripted::answering([json!([{ "id": 9, "res_id": 42 }]), json!(280)]);
    let mut subtype = None;
    let id = block_on(post_internal_note(
        &client,
        good("Hello", json!({})),
        &mut subtype,
    ))
    .expect("a note");
    assert_eq!((id, subtype), (json!(280), Some(42)));
    let domain = json!([["module", "=", "mail"], ["name", "=", "mt_note"]]);
    let values = json!({
        "model": "res.partner", "res_id": 7, "body": "<p>Hello</p>",
        "message_type": "comment", "subtype_id": 42, "is_internal": true,
    });
    assert_eq!(
        *client.calls.borrow(),
        [
            json!(["searchRead", "ir.model.data", domain, { "fields": ["res_id"], "limit": 1 }]),
            json!(["create", "mail.message", values]),
        ]
    );
}

#[test]
fn a_note_has_the_fields_that_real_servers_took() {
    for version in VERSIONS {
        let recorded = named(version, "mail-message-create-note").request["body"]["params"]["args"]
            [5][0]
            .clone();
        let client = Scripted::answering([json!(1)]);
        let mut subtype = recorded["subtype_id"].as_i64();
        let given = Message::new(
            &recorded["model"],
            &recorded["res_id"],
            recorded["body"].clone(),
            Value::Null,
        );
        let given = given.unwrap_or_else(|error| panic!("{}", error.message));
        block_on(post_internal_note(&client, given, &mut subtype)).expect("a note");
        assert_eq!(
            client.calls.borrow()[0],
            json!(["create", "mail.message", recorded]),
            "{version}"
        );
    }
}

#[test]
fn a_subtype_that_is_known_is_not_asked_for_again() {
    let client = Scripted::answering([json!(1), json!(2)]);
    let mut subtype = Some(3);
    for id in [1, 2] {
        let posted = block_on(post_internal_note(
            &client,
            good("x", json!({})),
            &mut subtype,
        ));
        assert_eq!(posted.expect("a note"), json!(id));
    }
    assert_eq!(client.calls.borrow()[1][2]["subtype_id"], 3);
}

#[test]
fn a_database_without_the_note_subtype_is_told_apart() {
    for found in [json!([]), json!([{ "id": 1 }]), json!(false), json!(null)] {
        let client = Scripted::answering([found]);
        let mut subtype = None;
        let outcome = block_on(post_internal_note(
            &client,
            good("x", json!({})),
            &mut subtype,
        ));
        let Err(Failure::Error(error)) = outcome else {
            panic!("it was posted")
        };
        assert_eq!(error.class, Class::Missing);
        assert!(error.message.contains("mail.mt_note"), "{}", error.message);
        assert_eq!(subtype, None);
    }
}

#[test]
fn a_note_goes_to_partners_and_carries_attachments() {
    let client = Scripted::answering([json!(1)]);
    let options = json!({ "partnerIds": [8, 9], "attachmentIds": [5] });
    block_on(post_internal_note(
        &client,
        good("x", options),
        &mut Some(2),
    ))
    .expect("a note");
    let values = client.calls.borrow()[0][2].clone();
    assert_eq!(values["partner_ids"], json!([[6, 0, [8, 9]]]));
    assert_eq!(values["attachment_ids"], json!([[6, 0, [5]]]));
}

#[test]
fn an_open_message_is_posted_as_html_so_that_followers_get_it() {
    let client = Scripted::answering([json!(280)]);
    let options = json!({ "partnerIds": [8], "attachmentIds": [5] });
    let id = block_on(post_open_message(&client, good("<p>Hi</p>", options))).expect("a message");
    assert_eq!(id, json!(280));
    let kwargs = json!({
        "body": "<p>Hi</p>", "body_is_html": true, "message_type": "comment", "subtype_xmlid": "mail.mt_comment",
        "partner_ids": [8], "attachment_ids": [5],
    });
    assert_eq!(
        *client.calls.borrow(),
        [json!([
            "call",
            "res.partner",
            "message_post",
            [[7]],
            kwargs
        ])]
    );
}

#[test]
fn an_open_message_is_posted_as_real_servers_took_it() {
    for version in VERSIONS {
        let recorded = named(version, "mail-message-post-comment");
        let args = &recorded.request["body"]["params"]["args"];
        let client = Scripted::answering([recorded.response["body"]["result"].clone()]);
        let given = Message::new(
            &args[3],
            &args[5][0][0],
            args[6]["body"].clone(),
            Value::Null,
        );
        let given = given.unwrap_or_else(|error| panic!("{}", error.message));
        let id = block_on(post_open_message(&client, given)).expect("a message");
        assert!(id.is_i64(), "{version} answers {id}");
        let call = &client.calls.borrow()[0];
        for (key, value) in args[6].as_object().expect("named arguments") {
            assert_eq!(&call[4][key], value, "{version} {key}");
        }
    }
}

#[test]
fn the_id_is_the_id_whether_or_not_it_comes_in_a_list() {
    for (answer, id) in [
        (json!(280), json!(280)),
        (json!([280]), json!(280)),
        (json!([]), json!(null)),
    ] {
        let client = Scripted::answering([answer.clone(), answer]);
        assert_eq!(
            block_on(post_open_message(&client, good("x", json!({})))).expect("a message"),
            id
        );
        assert_eq!(
            block_on(post_internal_note(
                &client,
                good("x", json!({})),
                &mut Some(2)
            ))
            .expect("a note"),
            id
        );
    }
}

#[test]
fn what_the_client_fails_with_is_passed_on() {
    let client = Scripted::failing(Class::Access);
    let outcome = block_on(post_open_message(&client, good("x", json!({}))));
    assert_eq!(
        outcome.err().and_then(|failure| failure.class()),
        Some(Class::Access)
    );
}

#[test]
fn a_body_may_come_in_an_object_together_with_the_options() {
    let client = Scripted::answering([json!(1), json!(2)]);
    let both = message(json!({ "body": "Hi", "partnerIds": [8] }), Value::Null);
    let both = both.unwrap_or_else(|error| panic!("{}", error.message));
    assert_eq!(
        (both.model.as_str(), both.res_id, both.body.as_str()),
        (Some("res.partner"), 7, "<p>Hi</p>")
    );
    block_on(post_open_message(&client, both)).expect("a message");
    assert_eq!(client.calls.borrow()[0][4]["partner_ids"], json!([8]));
    // The options of the call itself count first.
    let both = message(
        json!({ "body": "Hi", "partnerIds": [8], "attachmentIds": [1] }),
        json!({ "partnerIds": [9] }),
    );
    block_on(post_open_message(
        &client,
        both.unwrap_or_else(|error| panic!("{}", error.message)),
    ))
    .expect("a message");
    assert_eq!(client.calls.borrow()[1][4]["partner_ids"], json!([9]));
    assert_eq!(client.calls.borrow()[1][4]["attachment_ids"], json!([1]));
}

#[test]
fn what_is_wrong_with_a_message_is_told_before_anything_is_sent() {
    let new = |model: Value, res_id: Value| Message::new(&model, &res_id, json!("x"), Value::Null);
    assert_eq!(
        refusal(new(json!(""), json!(1))),
        (
            Class::Type,
            "Invalid model: expected a model's name, like 'res.partner', got \"\"".into()
        )
    );
    for (res_id, given) in [
        (json!("7"), "\"7\""),
        (json!(null), "null"),
        (json!(1.5), "1.5"),
        (json!([7]), "a list"),
    ] {
        assert_eq!(
            refusal(new(json!("m"), res_id)),
            (
                Class::Type,
                format!("Invalid resId: expected an integer, got {given}")
            )
        );
    }
    assert_eq!(
        refusal(message(json!(" "), Value::Null)).0,
        Class::Validation
    );
    assert_eq!(
        refusal(message(json!({}), Value::Null)).0,
        Class::Validation
    );
    assert_eq!(
        refusal(message(json!("x"), json!("y"))).1,
        "Invalid options: expected an object, got \"y\""
    );
    for (options, start, given) in [
        (
            json!({ "partnerIds": "8" }),
            "Invalid partnerIds: ",
            "\"8\"",
        ),
        (
            json!({ "partnerIds": [8, "9"] }),
            "Invalid partnerIds[1]: ",
            "\"9\"",
        ),
        (
            json!({ "attachmentIds": [{}] }),
            "Invalid attachmentIds[0]: ",
            "an object",
        ),
    ] {
        let (class, message) = refusal(message(json!("x"), options));
        assert_eq!(class, Class::Type);
        assert!(
            message.starts_with(start) && message.ends_with(&format!("got {given}")),
            "{message}"
        );
    }
}
