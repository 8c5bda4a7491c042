//! Models and methods of 20.0, after documents: no real server's answers were recorded.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Value, json};

use crate::{call, call_as, count, create, fault, value};

pub(crate) const PARTNER: &str = "res.partner";

pub(crate) fn fresh() -> Database {
    Database::fresh("demo", Flavour::V20)
}

pub(crate) fn user(database: &mut Database, login: &str) -> i64 {
    let domain = json!([[["login", "=", login]]]);
    let found = call(database, "res.users", "search", domain, json!({}));
    found[0].as_i64().unwrap_or_default()
}

pub(crate) fn unknown(database: &mut Database, model: &str, method: &str, args: Value) {
    let refused = fault(database, model, method, args, json!({}));
    let words = format!("The method '{model}.{method}' does not exist");
    assert_eq!(
        (refused.name.as_str(), refused.message),
        ("builtins.AttributeError", words)
    );
}

/// Four contacts in two countries and in none: ids, and the ids of the countries.
fn travellers(database: &mut Database) -> (Vec<i64>, i64, i64) {
    let mut country = |code: &str| {
        let domain = json!([[["code", "=", code]]]);
        let found = call(database, "res.country", "search", domain, json!({}));
        found[0].as_i64().unwrap_or_default()
    };
    let (belgium, france) = (country("BE"), country("FR"));
    let places = [json!(belgium), json!(belgium), json!(france), json!(false)];
    let mut ids = Vec::new();
    for (colour, place) in places.into_iter().enumerate() {
        let vals = json!({"name": "T", "ref": "trip", "country_id": place, "color": colour});
        ids.push(create(database, PARTNER, vals));
    }
    (ids, belgium, france)
}

#[test]
fn read_group_answers_with_lists_of_group_values_and_aggregates() {
    let database = &mut fresh();
    let (ids, belgium, france) = travellers(database);
    let domain = json!([["ref", "=", "trip"]]);
    let aggregates = json!(["__count", "color:sum", "id:recordset"]);
    let args = json!([domain, ["country_id"], aggregates]);
    let groups = call(database, PARTNER, "read_group", args, json!({}));
    let expected = json!([
        [belgium, 2, 1, [ids[0], ids[1]]],
        [france, 1, 2, [ids[2]]],
        [false, 1, 3, [ids[3]]],
    ]);
    assert_eq!(groups, expected);
    let kwargs = json!({
        "domain": domain, "groupby": ["country_id"], "aggregates": ["__count"],
        "having": [["__count", ">", 1]], "order": "country_id", "limit": 5, "offset": 0,
    });
    let groups = call(database, PARTNER, "read_group", json!([]), kwargs);
    assert_eq!(groups, json!([[belgium, 2]]));
    let by_month = json!([domain, ["create_date:month"], ["__count"]]);
    let groups = call(database, PARTNER, "read_group", by_month, json!({}));
    let start = groups[0][0].as_str().unwrap_or_default();
    assert!(
        start.ends_with("-01 00:00:00") && groups[0][1] == 4,
        "{groups}"
    );
    let all = call(
        database,
        PARTNER,
        "read_group",
        json!([domain, [], ["__count"]]),
        json!({}),
    );
    assert_eq!(all, json!([[4]]));
}

#[test]
fn an_old_call_of_read_group_runs_and_misreads_its_arguments() {
    let database = &mut fresh();
    travellers(database);
    let old = json!([[["ref", "=", "trip"]], ["country_id"], ["color:sum"]]);
    let groups = call(database, PARTNER, "read_group", old, json!({}));
    assert!(
        groups[0].is_array(),
        "fields were taken for what to group by: {groups}"
    );
    let kwargs = json!({"fields": ["color:sum"], "groupby": ["country_id"]});
    let refused = fault(database, PARTNER, "read_group", json!([[]]), kwargs);
    assert_eq!(refused.name, "builtins.TypeError");
    assert!(
        refused
            .message
            .contains("unexpected keyword argument 'fields'")
    );
}

#[test]
fn read_group_is_absent_in_the_series_between_and_formatted_read_group_is_not() {
    let database = &mut Database::fresh("demo", Flavour::V19_3);
    unknown(database, PARTNER, "read_group", json!([[], [], []]));
    for flavour in [Flavour::V19, Flavour::V19_3, Flavour::V20] {
        let database = &mut Database::fresh("demo", flavour);
        let (ids, belgium, _) = travellers(database);
        let args = json!([[["id", "in", ids]], ["country_id"], ["__count"]]);
        let groups = call(database, PARTNER, "formatted_read_group", args, json!({}));
        let first = json!({
            "country_id": [belgium, "Belgium"], "__count": 2,
            "__extra_domain": [["country_id", "=", belgium]],
        });
        assert_eq!(groups[0], first, "{flavour}");
        let args = json!([[["id", "in", ids]], ["country_id"], ["__count"]]);
        let groups = call(
            database,
            PARTNER,
            "web_read_group",
            args,
            json!({"limit": 1}),
        );
        assert_eq!(
            (&groups["length"], &groups["groups"][0]["__count"]),
            (&json!(3), &json!(2))
        );
        let args = json!([[["id", "in", ids]], [["country_id"], []], ["__count"]]);
        let sets = call(
            database,
            PARTNER,
            "formatted_read_grouping_sets",
            args,
            json!({}),
        );
        assert_eq!(sets[1][0]["__count"], 4);
    }
}

#[test]
fn web_unlink_deletes_and_names_a_class_of_its_own_where_others_need_the_record() {
    let database = &mut fresh();
    let id = create(database, PARTNER, json!({"name": "Ada"}));
    let answer = call(database, PARTNER, "web_unlink", json!([[id]]), json!({}));
    assert_eq!(
        (answer, count(database, PARTNER, json!([["id", "=", id]]))),
        (json!(true), 0)
    );
    let domain = json!([[["code", "=", "BE"]]]);
    let belgium = call(database, "res.country", "search", domain, json!({}))[0].clone();
    create(
        database,
        PARTNER,
        json!({"name": "Bob", "country_id": belgium}),
    );
    let refused = fault(
        database,
        "res.country",
        "web_unlink",
        json!([[belgium]]),
        json!({}),
    );
    assert_eq!(
        refused.name,
        "odoo.addons.web.models.models.UnlinkBlockedError"
    );
    let plain = fault(
        database,
        "res.country",
        "unlink",
        json!([[belgium]]),
        json!({}),
    );
    assert_eq!(
        (plain.name.as_str(), plain.message),
        ("odoo.exceptions.ValidationError", refused.message)
    );
    unknown(
        &mut Database::fresh("demo", Flavour::V19),
        PARTNER,
        "web_unlink",
        json!([[id]]),
    );
}

#[test]
fn parameters_have_a_pair_of_methods_for_each_type() {
    let database = &mut fresh();
    let model = "ir.config_parameter";
    for (kind, given, default) in [
        ("str", json!("a text"), json!("")),
        ("int", json!(-12), json!(0)),
        ("float", json!(1.5), json!(0)),
        ("bool", json!(true), json!(false)),
    ] {
        let (key, get, set) = (
            format!("a.{kind}"),
            format!("get_{kind}"),
            format!("set_{kind}"),
        );
        assert_eq!(
            call(database, model, &get, json!([key]), json!({})),
            default
        );
        let other = call(database, model, &get, json!([key, 7]), json!({}));
        assert_eq!(other, 7, "the default is the caller's");
        let answer = call_as(2, database, model, &set, json!([key, given]), json!({}));
        assert_eq!(answer, Ok(None));
        assert_eq!(call(database, model, &get, json!([key]), json!({})), given);
    }
    call(database, model, "set_int", json!(["a.int", 0]), json!({}));
    assert_eq!(
        call(database, model, "get_int", json!(["a.int", 7]), json!({})),
        0
    );
    assert_eq!(
        call(database, model, "get_int", json!(["a.str", 7]), json!({})),
        7
    );
    let demo = Database::demo("demo", Flavour::V20);
    let demo = &mut { demo };
    let employee = user(demo, "demo");
    let refused = call_as(employee, demo, model, "get_str", json!(["a"]), json!({}));
    assert_eq!(
        refused.map_err(|fault| fault.name),
        Err("odoo.exceptions.AccessError".into())
    );
}

#[test]
fn posting_takes_names_only_and_answers_with_a_list() {
    let database = &mut fresh();
    let id = create(database, PARTNER, json!({"name": "Ada"}));
    let kwargs = json!({"body": "Hello", "partner_cc_ids": [], "tracking_values": null});
    let posted = call(database, PARTNER, "message_post", json!([[id]]), kwargs);
    assert!(
        posted[0].is_i64() && posted.as_array().is_some_and(|ids| ids.len() == 1),
        "{posted}"
    );
    let refused = fault(
        database,
        PARTNER,
        "message_post",
        json!([[id], "Hello"]),
        json!({}),
    );
    assert_eq!(refused.name, "builtins.TypeError");
}

#[test]
fn fields_are_renamed_and_removed() {
    let database = &mut fresh();
    for (model, gone, there) in [
        (
            PARTNER,
            &["company_type", "company_name", "company_registry"][..],
            &["is_company"][..],
        ),
        (
            "res.partner.bank",
            &["acc_number", "acc_holder_name", "bank_id"],
            &["account_number", "holder_name"],
        ),
        ("res.currency", &["date"], &["rate_date"]),
        ("ir.actions.report", &["report_file"], &["report_name"]),
    ] {
        let described = call(database, model, "fields_get", json!([]), json!({}));
        for name in gone {
            assert!(described.get(name).is_none(), "{model}.{name}");
            let refused = fault(
                database,
                model,
                "search_read",
                json!([[], [name]]),
                json!({}),
            );
            assert_eq!(refused.name, "builtins.ValueError");
        }
        for name in there {
            assert!(described.get(name).is_some(), "{model}.{name}");
        }
    }
    let partner = create(
        database,
        PARTNER,
        json!({"name": "Ada", "is_company": true}),
    );
    let account = json!({"account_number": "BE1", "holder_name": "Ada", "partner_id": partner});
    let id = create(database, "res.partner.bank", account);
    assert_eq!(
        value(database, "res.partner.bank", id, "display_name"),
        "BE1"
    );
}

#[test]
fn a_module_to_be_uninstalled_tells_which_others_go_with_it() {
    let database = &mut fresh();
    let domain = json!([[["name", "=", "mail"]]]);
    let mail = call(database, "ir.module.module", "search", domain, json!({}))[0].clone();
    let wizard = create(
        database,
        "base.module.uninstall",
        json!({"module_ids": [[6, 0, [mail]]]}),
    );
    let impacted = value(
        database,
        "base.module.uninstall",
        wizard,
        "impacted_module_ids",
    );
    let names = call(
        database,
        "ir.module.module",
        "read",
        json!([impacted, ["name", "application"]]),
        json!({}),
    );
    let names = names.as_array().cloned().unwrap_or_default();
    assert!(
        names.iter().any(|module| module["name"] == "crm"),
        "{names:?}"
    );
    let applications = value(
        database,
        "base.module.uninstall",
        wizard,
        "impacted_application_ids",
    );
    let marked = names
        .iter()
        .filter(|module| module["application"] == true)
        .count();
    assert_eq!(applications.as_array().map(Vec::len), Some(marked));
    let described = call(
        database,
        "base.module.uninstall",
        "fields_get",
        json!([]),
        json!({}),
    );
    assert!(described.get("show_all").is_none());
}

#[test]
fn name_search_takes_a_domain_and_answers_with_pairs() {
    let database = &mut fresh();
    let id = create(database, PARTNER, json!({"name": "Ada of 20"}));
    let kwargs =
        json!({"name": "of 20", "domain": [["id", "=", id]], "operator": "ilike", "limit": 5});
    let found = call(database, PARTNER, "name_search", json!([]), kwargs);
    assert_eq!(found, json!([[id, "Ada of 20"]]));
    let refused = fault(
        database,
        PARTNER,
        "name_search",
        json!([]),
        json!({"args": []}),
    );
    assert_eq!(refused.name, "builtins.TypeError");
}
