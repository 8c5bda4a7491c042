//! What the protocols say otherwise in 20.0, after documents: no real server's answers were
//! recorded.

use odoo_sandbox::Flavour;
use serde_json::{Value, json};

use crate::client::{Client, DAY, NOW, body, cookie};

#[test]
fn a_method_that_returns_none_answers_null() {
    let none = (
        "ir.config_parameter",
        "set_str",
        json!(["a.key", "a value"]),
    );
    let mut client = Client::new(Flavour::V20);
    let session = client.log_in("demo");
    let by_session = body(&client.call_kw(&session, none.0, none.1, none.2.clone()));
    let by_password = client.execute_kw(none.0, none.1, none.2);
    for answer in [by_session, by_password] {
        assert_eq!(answer.get("result"), Some(&Value::Null), "{answer}");
        assert!(answer.get("error").is_none(), "{answer}");
    }
    let mut client = Client::new(Flavour::V18);
    let answer = client.execute_kw("res.partner", "toggle_active", json!([[1]]));
    assert!(answer.get("result").is_none() && answer.get("error").is_none());
}

#[test]
fn an_ended_session_is_told_by_code_100_and_by_the_class_in_its_new_module() {
    for (flavour, name) in [
        (Flavour::V19, "odoo.http.SessionExpiredException"),
        (Flavour::V20, "odoo.http.session.SessionExpiredException"),
    ] {
        let mut client = Client::new(flavour);
        let answer = body(&client.call_kw("", "res.partner", "search_count", json!([[]])));
        assert_eq!(answer["error"]["code"], 100);
        assert_eq!(answer["error"]["message"], "Odoo Session Expired");
        assert_eq!(answer["error"]["data"]["name"], name);
    }
}

#[test]
fn an_identity_to_be_confirmed_has_the_code_of_an_ended_session() {
    let mut client = Client::new(Flavour::V20);
    client.fault(
        json!({"fault": "error", "name": "odoo.http.CheckIdentityException", "message": "Confirm"}),
    );
    let answer = body(&client.partners_are_asked_for());
    assert_eq!(answer["error"]["code"], 100);
    assert_eq!(
        answer["error"]["data"]["name"],
        "odoo.http.session.CheckIdentityException"
    );
}

#[test]
fn errors_carry_the_second_they_happened_in_and_the_header_date_repeats_it() {
    let refused = json!([[1], {"nope": 1}]);
    for (flavour, timestamp) in [
        (Flavour::V19, None),
        (Flavour::V20, Some(json!(NOW / 1_000))),
    ] {
        let mut client = Client::new(flavour);
        let session = client.log_in("demo");
        let by_session = client.call_kw(&session, "res.partner", "write", refused.clone());
        let key = ("authorization", "Bearer key of demo");
        let vals = json!({"ids": [1], "vals": {"nope": 1}});
        let by_key = client.json_2(&[key], "res.partner/write", vals);
        let without_key = client.json_2(&[], "res.partner/write", json!({}));
        assert_eq!((by_key.status, without_key.status), (500, 401));
        for (data, response) in [
            (body(&by_session)["error"]["data"].clone(), by_session),
            (body(&by_key), by_key),
            (body(&without_key), without_key),
        ] {
            assert_eq!(data.get("timestamp"), timestamp.as_ref(), "{data}");
            let date = response.header("date");
            assert_eq!(date.is_some(), timestamp.is_some());
            assert!(date.is_none_or(|date| date.ends_with(" GMT")), "{date:?}");
        }
    }
}

#[test]
fn the_service_of_databases_is_gone_and_the_others_answer() {
    for flavour in [Flavour::V19_3, Flavour::V20] {
        let mut client = Client::new(flavour);
        let answer = client.service("db", "list", json!([]));
        assert_eq!(answer["error"]["data"]["name"], "builtins.ValueError");
        let uid = client.service(
            "common",
            "authenticate",
            json!(["demo", "admin", "admin", {}]),
        );
        assert_eq!(uid["result"], 2);
        let uid = client.service("common", "login", json!(["demo", "admin", "key of demo"]));
        assert_eq!(uid["result"], 2, "a key passes as a password");
        assert!(client.partners().as_i64().is_some_and(|count| count > 0));
        let listed = body(&client.post("/web/database/list", &[], json!({})));
        assert_eq!(listed["result"], json!(["demo"]));
    }
}

#[test]
fn the_version_is_told_wherever_it_is_asked_for() {
    for (flavour, version, info) in [
        (Flavour::V20, "20.0", json!([20, 0, 0, "final", 0, ""])),
        (
            Flavour::V19_3,
            "saas~19.3",
            json!(["saas~19", 3, 0, "final", 0, ""]),
        ),
    ] {
        let mut client = Client::new(flavour);
        let common = client.service("common", "version", json!([]))["result"].clone();
        assert_eq!(common["server_version"], version);
        assert_eq!(common["server_serie"], version);
        assert_eq!(common["server_version_info"], info);
        assert_eq!(common["protocol_version"], 1);
        for path in ["/web/version", "/json/version"] {
            let answer = body(&client.ask("GET", path, &[], ""));
            assert_eq!(answer, json!({"version_info": info, "version": version}));
        }
        let session = client.log_in("demo");
        let headers = [("cookie", session.as_str())];
        let answer = client.post("/web/session/get_session_info", &headers, json!({}));
        let told = body(&answer)["result"].clone();
        assert_eq!(told["server_version"], version);
        assert_eq!(told["server_version_info"], info);
    }
    let mut client = Client::new(Flavour::V20);
    let answer = body(&client.post("/web/webclient/version_info", &[], json!({})));
    let info = json!([20, 0, 0, "final", 0, ""]);
    let expected =
        json!({"server_version": "20.0", "server_version_info": info, "server_serie": "20.0"});
    assert_eq!(answer["result"], expected);
}

#[test]
fn session_info_has_what_19_tells_and_the_salt_of_devices() {
    let told = |flavour| {
        let mut client = Client::new(flavour);
        let params = json!({"db": "demo", "login": "admin", "password": "admin"});
        let answer = client.post("/web/session/authenticate", &[], params);
        let Value::Object(told) = body(&answer)["result"].take() else {
            panic!("no session info");
        };
        told
    };
    let (of_19, of_20) = (told(Flavour::V19), told(Flavour::V20));
    for name in of_19.keys() {
        assert!(of_20.contains_key(name), "{name}");
    }
    let new: Vec<&String> = of_20
        .keys()
        .filter(|name| !of_19.contains_key(*name))
        .collect();
    assert_eq!(new, ["device_salt"]);
    for name in [
        "registry_hash",
        "partner_write_date",
        "max_file_upload_size",
        "user_companies",
    ] {
        assert!(of_20.contains_key(name), "{name}");
    }
}

#[test]
fn the_cookie_is_86_characters_long_and_a_rotated_one_lives_two_minutes_more() {
    let mut client = Client::new(Flavour::V20);
    let params = json!({"db": "demo", "login": "admin", "password": "admin"});
    let login = client.post("/web/session/authenticate", &[], params);
    let attributes = login.header("set-cookie").expect("a cookie").to_owned();
    for attribute in ["Max-Age=604800", "HttpOnly", "Path=/"] {
        assert!(attributes.contains(attribute), "{attributes}");
    }
    let first = cookie(&login).expect("a cookie");
    let id = first.strip_prefix("session_id=").expect("a session id");
    assert_eq!(id.len(), 86);
    let url_safe = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_');
    assert!(id.chars().all(url_safe), "{id}");
    client.now_ms += 3 * 3_600_000;
    let args = json!([[]]);
    let rotated = client.call_kw(&first, "res.partner", "search_count", args.clone());
    let second = cookie(&rotated).expect("a new cookie");
    assert_ne!(second, first);
    let works = |client: &mut Client, cookie: &str| {
        let answer = client.call_kw(cookie, "res.partner", "search_count", args.clone());
        body(&answer).get("result").is_some()
    };
    client.now_ms += 119_000;
    assert!(works(&mut client, &first) && works(&mut client, &second));
    client.now_ms += 2_000;
    assert!(!works(&mut client, &first) && works(&mut client, &second));
    client.now_ms += 8 * DAY;
    assert!(!works(&mut client, &second));
}

#[test]
fn an_unknown_database_is_told_at_login() {
    let mut client = Client::new(Flavour::V20);
    let params = json!({"db": "nope", "login": "admin", "password": "admin"});
    let answer = body(&client.post("/web/session/authenticate", &[], params));
    let data = &answer["error"]["data"];
    assert_eq!(data["name"], "odoo.exceptions.AccessError");
    assert_eq!(data["message"], "Database not found.");
}

#[test]
fn json_2_wants_a_key_of_the_scope_rpc() {
    let keys = json!({"records": {"res.users.apikeys": [
        {"name": "old", "user_id": 2, "_secret": "without a scope"},
        {"name": "other", "user_id": 2, "_secret": "of another scope", "scope": "other"},
        {"name": "right", "user_id": 2, "_secret": "of the right scope", "scope": "rpc"},
    ]}});
    for (flavour, key, status) in [
        (Flavour::V19, "without a scope", 200),
        (Flavour::V19, "of another scope", 401),
        (Flavour::V20, "without a scope", 401),
        (Flavour::V20, "of another scope", 401),
        (Flavour::V20, "of the right scope", 200),
        (Flavour::V20, "key of demo", 200),
    ] {
        let mut client = Client::new(flavour);
        let database = client.sandbox.database_mut("demo").expect("a database");
        database.load(&keys.to_string()).expect("keys");
        let bearer = format!("Bearer {key}");
        let headers = [("authorization", bearer.as_str())];
        let answer = client.json_2(&headers, "res.partner/search_count", json!({"domain": []}));
        assert_eq!(answer.status, status, "{flavour} {key}");
        if status == 401 {
            assert_eq!(answer.header("www-authenticate"), Some("Bearer "));
            assert_eq!(body(&answer)["name"], "werkzeug.exceptions.Unauthorized");
        }
    }
}

#[test]
fn the_status_says_what_kind_of_refusal_it_is() {
    let mut client = Client::new(Flavour::V20);
    let headers = [("authorization", "Bearer key of demo")];
    let country = json!({"domain": [["code", "=", "BE"]]});
    let belgium = body(&client.json_2(&headers, "res.country/search", country));
    for (path, arguments, status, class) in [
        (
            "res.country/web_unlink",
            json!({"ids": belgium}),
            422,
            "odoo.addons.web.models.models.UnlinkBlockedError",
        ),
        (
            "res.partner/write",
            json!({"ids": [1], "vals": {"image_1920": "a b"}}),
            500,
            "binascii.Error",
        ),
        (
            "ir.attachment/write",
            json!({"ids": [1], "vals": {"datas": "YQ=="}}),
            500,
            "builtins.ValueError",
        ),
        (
            "res.partner/message_post",
            json!({"ids": [1], "text": "x"}),
            500,
            "builtins.ValueError",
        ),
        (
            "res.partner/check_access_rights",
            json!({"operation": "read"}),
            404,
            "werkzeug.exceptions.NotFound",
        ),
        (
            "ir.rule/search",
            json!({"domain": []}),
            404,
            "werkzeug.exceptions.NotFound",
        ),
    ] {
        let answer = client.json_2(&headers, path, arguments);
        assert_eq!(answer.status, status, "{path}: {}", body(&answer));
        assert_eq!(body(&answer)["name"], class, "{path}");
    }
}

#[test]
fn named_arguments_reach_the_methods_of_20() {
    let mut client = Client::new(Flavour::V20);
    let headers = [("authorization", "Bearer key of demo")];
    let arguments = json!({"domain": [], "groupby": ["is_company"], "aggregates": ["__count"]});
    let answer = body(&client.json_2(&headers, "res.partner/read_group", arguments));
    assert!(
        answer[0][0].is_boolean() && answer[0][1].is_i64(),
        "{answer}"
    );
    let old = json!({"domain": [], "fields": [], "groupby": ["is_company"]});
    let refused = client.json_2(&headers, "res.partner/read_group", old);
    assert_eq!(refused.status, 422);
    let none = client.json_2(
        &headers,
        "ir.config_parameter/set_str",
        json!({"key": "a", "value": "b"}),
    );
    assert_eq!((none.status, body(&none)), (200, Value::Null));
}

#[test]
fn the_documents_tell_the_signatures_of_20() {
    let headers = [("authorization", "Bearer key of demo")];
    let mut client = Client::new(Flavour::V20);
    let mut document = |model: &str| {
        let path = format!("/doc-bearer/{model}.json");
        let answer = client.ask("GET", &path, &headers, "");
        assert_eq!(answer.status, 200);
        body(&answer)["methods"].take()
    };
    let partner = document("res.partner");
    let names = |method: &Value| -> Vec<String> {
        let parameters = method["parameters"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        parameters.keys().cloned().collect()
    };
    assert_eq!(
        names(&partner["read_group"]),
        [
            "domain",
            "groupby",
            "aggregates",
            "having",
            "offset",
            "limit",
            "order"
        ]
    );
    assert_eq!(
        names(&partner["name_search"]),
        ["name", "domain", "operator", "limit"]
    );
    assert_eq!(names(&partner["search_count"]), ["domain", "limit"]);
    assert_eq!(
        partner["message_post"]["parameters"]["partner_cc_ids"]["kind"],
        "KEYWORD_ONLY"
    );
    assert!(partner.get("web_unlink").is_some());
    for gone in [
        "check_access_rights",
        "check_access_rule",
        "toggle_active",
        "search_fetch",
        "exists",
    ] {
        assert!(partner.get(gone).is_none(), "{gone}");
    }
    let parameters = document("ir.config_parameter");
    assert!(parameters.get("get_param").is_none() && parameters.get("set_param").is_none());
    assert_eq!(names(&parameters["get_int"]), ["key", "default"]);
    assert_eq!(names(&parameters["set_int"]), ["key", "value"]);
    let keys = document("res.users.apikeys");
    assert_eq!(
        names(&keys["generate"]),
        ["key", "scope", "name", "expiration_date"]
    );
    let index = body(&client.ask("GET", "/doc-bearer/index.json", &headers, ""));
    let models: Vec<&str> = index["models"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|model| model["model"].as_str())
        .collect();
    assert!(models.contains(&"ir.access") && !models.contains(&"res.bank"));
}

#[test]
fn an_image_is_shown_as_the_file_it_is() {
    let mut client = Client::new(Flavour::V20);
    let session = client.log_in("demo");
    let png = "iVBORw0KGgo=";
    let vals = json!({"name": "Ada", "image_1920": {"content": png, "filename": "ada.png"}});
    let id = client.execute_kw("res.partner", "create", json!([vals]))["result"].clone();
    let path = format!("/web/image/res.partner/{id}/image_1920");
    let shown = client.ask("GET", &path, &[("cookie", session.as_str())], "");
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (200, Some("image/png"))
    );
    assert_eq!(shown.body, b"\x89PNG\r\n\x1a\n");
}
