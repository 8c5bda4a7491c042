//! Calling methods: arguments, names, what is there in which series.

use odoo_sandbox_orm::{Database, Flavour, Kind, Subject};
use serde_json::{Map, json};

use crate::{call, create, fault};

#[test]
fn positional_and_named_arguments_mean_the_same() {
    let mut database = Database::demo("demo", Flavour::V18);
    let database = &mut database;
    let by_place = call(
        database,
        "res.partner",
        "search_read",
        json!([[["is_company", "=", true]], ["name"], 3, 5, "name"]),
        json!({}),
    );
    let by_name = call(
        database,
        "res.partner",
        "search_read",
        json!([]),
        json!({"domain": [["is_company", "=", true]], "fields": ["name"], "offset": 3, "limit": 5, "order": "name"}),
    );
    assert_eq!(by_place, by_name);
    assert_eq!(by_place.as_array().unwrap().len(), 5);
    let none = call(
        database,
        "res.partner",
        "search",
        json!([[]]),
        json!({"limit": 0, "offset": 0, "order": null}),
    );
    assert!(
        none.as_array().unwrap().len() > 100,
        "a limit of 0 is no limit"
    );
}

#[test]
fn arguments_that_do_not_fit_are_refused_as_python_does() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let mut refused = |method: &str, args, kwargs| {
        let fault = fault(&mut database, "res.partner", method, args, kwargs);
        assert_eq!(fault.name, "builtins.TypeError");
        assert!(matches!(fault.subject, Subject::Arguments(_)));
        fault.message
    };
    assert_eq!(
        refused("search", json!([]), json!({})),
        "BaseModel.search() missing 1 required positional argument: 'domain'"
    );
    assert_eq!(
        refused("search", json!([[]]), json!({"domain": []})),
        "BaseModel.search() got multiple values for argument 'domain'"
    );
    assert_eq!(
        refused("search_count", json!([[], 1, 2, 3]), json!({})),
        "BaseModel.search_count() takes from 2 to 3 positional arguments but 5 were given"
    );
    assert_eq!(
        refused("write", json!([[1]]), json!({})),
        "BaseModel.write() missing 1 required positional argument: 'vals'"
    );
    assert_eq!(
        refused("unlink", json!([[1], 2]), json!({})),
        "BaseModel.unlink() takes 1 positional argument but 2 were given"
    );
    assert_eq!(
        refused("onchange", json!([[1]]), json!({})),
        "BaseModel.onchange() missing 3 required positional arguments: 'values', 'field_names', and 'fields_spec'"
    );
}

#[test]
fn unknown_and_private_methods_are_told_apart() {
    let mut database = Database::fresh("demo", Flavour::V17);
    let unknown = fault(
        &mut database,
        "res.partner",
        "no_such_method",
        json!([[1]]),
        json!({}),
    );
    assert_eq!(
        (unknown.message.as_str(), &unknown.subject),
        (
            "The method 'no_such_method' does not exist on the model 'res.partner'",
            &Subject::UnknownMethod
        )
    );
    let private = fault(
        &mut database,
        "res.partner",
        "_search",
        json!([[]]),
        json!({}),
    );
    assert_eq!(
        (private.message.as_str(), &private.subject),
        (
            "Private methods (such as _search) cannot be called remotely.",
            &Subject::PrivateMethod
        )
    );
    let model = fault(
        &mut database,
        "no.such.model",
        "search",
        json!([[]]),
        json!({}),
    );
    assert_eq!(
        (model.message.as_str(), &model.subject),
        ("Object no.such.model doesn't exist", &Subject::UnknownModel)
    );
}

#[test]
fn each_series_has_its_own_methods() {
    let has = |flavour, method| {
        Database::fresh("demo", flavour)
            .signature("res.partner", method)
            .is_some()
    };
    for (method, series) in [
        ("name_get", [true, false, false]),
        ("has_access", [false, true, true]),
        ("formatted_read_group", [false, false, true]),
        ("message_post", [true; 3]),
        ("button_immediate_install", [false; 3]),
    ] {
        for (flavour, expected) in Flavour::ALL.into_iter().zip(series) {
            assert_eq!(has(flavour, method), expected, "{method} on {flavour}");
        }
    }
}

#[test]
fn signatures_say_what_the_document_of_19_says() {
    let database = Database::fresh("demo", Flavour::V19);
    let search = database.signature("res.partner", "search").unwrap();
    assert!(search.api_model && search.readonly && search.documented);
    assert_eq!(search.returns.as_deref(), Some("list[int]"));
    let limit = search.parameter("limit").unwrap();
    assert_eq!(
        (limit.annotation.as_deref(), &limit.default),
        (Some("int | None"), &Some(json!(null)))
    );
    assert_eq!(
        search.check_named(&Map::new()),
        Err("missing a required argument: 'domain'".to_owned())
    );
    let unknown = json!({"domain": [], "bogus": 1})
        .as_object()
        .cloned()
        .unwrap();
    assert_eq!(
        search.check_named(&unknown),
        Err("got an unexpected keyword argument 'bogus'".to_owned())
    );
    let opening = database
        .signature("res.partner", "web_read_group")
        .unwrap()
        .parameter("opening_info")
        .unwrap()
        .clone();
    assert_eq!(opening.kind, Kind::KeywordOnly);
}

#[test]
fn contexts_are_read_as_python_reads_them() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let bad = fault(
        &mut database,
        "res.partner",
        "search",
        json!([[]]),
        json!({"context": "x"}),
    );
    assert_eq!(
        bad.message,
        "dictionary update sequence element #0 has length 1; 2 is required"
    );
    assert_eq!(
        call(
            &mut database,
            "res.users",
            "context_get",
            json!([]),
            json!({})
        ),
        json!({"lang": "en_US", "tz": false, "uid": 2})
    );
}

#[test]
fn fields_are_described_with_the_attributes_asked_for() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let described = call(
        &mut database,
        "res.partner",
        "fields_get",
        json!([]),
        json!({"allfields": ["type", "country_id", "child_ids", "image_128", "create_date"], "attributes": ["string", "type", "required", "readonly", "relation", "selection"]}),
    );
    assert_eq!(
        described["country_id"],
        json!({"readonly": false, "relation": "res.country", "required": false, "string": "Country", "type": "many2one"})
    );
    assert_eq!(described["image_128"]["readonly"], true);
    assert_eq!(described["create_date"]["string"], "Created on");
    assert_eq!(described.as_object().unwrap().len(), 5);
    let all = call(
        &mut database,
        "crm.lead",
        "fields_get",
        json!([]),
        json!({}),
    );
    assert!(
        all["expected_revenue"]["currency_field"] == "company_currency"
            && all["name"]["required"] == true
    );
}

#[test]
fn metadata_tells_who_when_and_under_what_name() {
    let mut database = Database::fresh("demo", Flavour::V18);
    database.set_now(Some(1_795_000_000));
    let id = create(&mut database, "res.partner", json!({"name": "P"}));
    let told = call(
        &mut database,
        "res.partner",
        "get_metadata",
        json!([[id, 1]]),
        json!({}),
    );
    assert_eq!(
        told[0],
        json!({"id": id, "create_uid": [2, "Administrator"], "create_date": "2026-11-18 11:06:40", "write_uid": [2, "Administrator"], "write_date": "2026-11-18 11:06:40", "xmlids": [], "xmlid": false, "noupdate": false})
    );
    assert_eq!(told[1]["xmlid"], "base.main_partner");
}

#[test]
fn methods_may_answer_with_nothing() {
    let mut database = Database::fresh("demo", Flavour::V17);
    assert_eq!(
        crate::call_as(
            2,
            &mut database,
            "res.partner",
            "onchange_parent_id",
            json!([[1]]),
            json!({})
        )
        .unwrap(),
        None
    );
}

#[test]
fn a_new_form_gets_its_defaults() {
    let mut database = Database::demo("demo", Flavour::V18);
    let form = call(
        &mut database,
        "crm.lead",
        "onchange",
        json!([[], {}, [], {"name": {}, "type": {}, "user_id": {"fields": {"display_name": {}}}, "tag_ids": {"fields": {}}}]),
        json!({}),
    );
    assert_eq!(
        form,
        json!({"value": {"name": false, "type": "opportunity", "user_id": {"id": 2, "display_name": "Administrator"}, "tag_ids": []}})
    );
}

#[test]
fn what_only_kwargs_take_is_refused_where_it_is_handed_on() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let unread = fault(
        &mut database,
        "res.partner",
        "search_read",
        json!([[]]),
        json!({"bogus": 1}),
    );
    assert_eq!(
        unread.message,
        "BaseModel._read_format() got an unexpected keyword argument 'bogus'"
    );
    let unposted = fault(
        &mut database,
        "res.partner",
        "message_post",
        json!([[1]]),
        json!({"body": "x", "bogus": 1}),
    );
    assert_eq!(
        unposted.message,
        "Those values are not supported when posting or notifying: bogus"
    );
    call(
        &mut database,
        "res.partner",
        "message_post",
        json!([[1]]),
        json!({"body": "x", "is_internal": true}),
    );
}

#[test]
fn the_document_of_19_lists_the_methods_a_server_lists() {
    let recorded: serde_json::Value = serde_json::from_str(include_str!(
        "../../../../tests/exchanges/19.0/json2-doc-bearer-model.json"
    ))
    .unwrap();
    let recorded = recorded["response"]["body"]["methods"].as_object().unwrap();
    let database = Database::fresh("demo", Flavour::V19);
    let listed: Vec<_> = database
        .signatures("res.partner.category")
        .unwrap()
        .into_iter()
        .filter(|signature| signature.documented)
        .collect();
    let names: Vec<&str> = listed
        .iter()
        .map(|signature| signature.method.as_str())
        .collect();
    let mut expected: Vec<&str> = recorded.keys().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(names, expected);
    for signature in listed {
        let recorded = &recorded[&signature.method];
        let parameters = recorded["parameters"].as_object().unwrap();
        let names: Vec<&str> = signature
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str())
            .collect();
        assert_eq!(
            names,
            parameters.keys().map(String::as_str).collect::<Vec<_>>(),
            "{}",
            signature.method
        );
        for parameter in &signature.parameters {
            let recorded = &parameters[&parameter.name];
            assert_eq!(
                parameter.default.as_ref(),
                recorded.get("default"),
                "{}.{}",
                signature.method,
                parameter.name
            );
            let kind = match parameter.kind {
                Kind::Positional => None,
                Kind::KeywordOnly => Some("KEYWORD_ONLY"),
                Kind::VarKeyword => Some("VAR_KEYWORD"),
            };
            assert_eq!(
                kind,
                recorded.get("kind").and_then(|kind| kind.as_str()),
                "{}.{}",
                signature.method,
                parameter.name
            );
        }
        let api: Vec<&str> = recorded["api"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|word| word.as_str())
            .collect();
        assert_eq!(
            (signature.api_model, signature.readonly),
            (api.contains(&"model"), api.contains(&"readonly")),
            "{}",
            signature.method
        );
        assert_eq!(
            (signature.model.as_str(), signature.module.as_str()),
            (
                recorded["model"].as_str().unwrap(),
                recorded["module"].as_str().unwrap()
            ),
            "{}",
            signature.method
        );
    }
}
