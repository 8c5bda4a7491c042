//! read_group and its successors.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, create, fault};

#[test]
fn groups_come_as_each_series_gives_them() {
    for flavour in Flavour::ALL {
        let mut database = Database::fresh("demo", flavour);
        let groups = call(
            &mut database,
            "res.partner",
            "read_group",
            json!([[], ["id:count"], ["is_company"]]),
            json!({}),
        );
        assert_eq!(
            groups,
            json!([{"is_company": false, "is_company_count": 3, "id": 3, "__domain": [["is_company", "=", false]]}, {"is_company": true, "is_company_count": 1, "id": 1, "__domain": [["is_company", "=", true]]}])
        );
    }
    let mut database = Database::fresh("demo", Flavour::V19);
    let groups = call(
        &mut database,
        "res.partner",
        "formatted_read_group",
        json!([[]]),
        json!({"groupby": ["is_company"], "aggregates": ["__count"]}),
    );
    assert_eq!(
        groups,
        json!([{"is_company": false, "__extra_domain": [["is_company", "=", false]], "__count": 3}, {"is_company": true, "__extra_domain": [["is_company", "=", true]], "__count": 1}])
    );
}

#[test]
fn sums_dates_and_second_groups() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let database = &mut database;
    for (name, revenue, date) in [
        ("a", 100.0, "2026-01-15"),
        ("b", 50.0, "2026-01-20"),
        ("c", 25.0, "2026-04-01"),
    ] {
        create(
            database,
            "crm.lead",
            json!({"name": name, "expected_revenue": revenue, "date_deadline": date, "user_id": if name == "c" { json!(false) } else { json!(2) }}),
        );
    }
    let months = call(
        database,
        "crm.lead",
        "read_group",
        json!([
            [["active", "=", true]],
            ["expected_revenue:sum"],
            ["date_deadline:month"]
        ]),
        json!({}),
    );
    assert_eq!(
        months[0],
        json!({"date_deadline:month": "January 2026", "date_deadline_count": 2, "expected_revenue": 150.0, "__range": {"date_deadline:month": {"from": "2026-01-01", "to": "2026-02-01"}}, "__domain": ["&", "&", ["date_deadline", ">=", "2026-01-01"], ["date_deadline", "<", "2026-02-01"], ["active", "=", true]]})
    );
    let lazy = call(
        database,
        "crm.lead",
        "read_group",
        json!([[], ["expected_revenue"], ["user_id", "stage_id"]]),
        json!({}),
    );
    assert_eq!(lazy[0]["user_id"], json!([2, "Administrator"]));
    assert_eq!(lazy[0]["__context"], json!({"group_by": ["stage_id"]}));
    assert_eq!(lazy[1]["user_id"], false);
    let eager = call(
        database,
        "crm.lead",
        "read_group",
        json!([[], ["best:max(expected_revenue)"], ["user_id", "stage_id"]]),
        json!({"lazy": false, "orderby": "__count desc"}),
    );
    assert_eq!(eager[0]["__count"], 2);
    assert_eq!(eager[0]["best"], 100.0);
    let domain = eager[0]["__domain"].clone();
    assert_eq!(
        call(
            database,
            "crm.lead",
            "search_count",
            json!([domain]),
            json!({})
        ),
        2,
        "a group's domain finds its records"
    );
    let one = call(
        database,
        "crm.lead",
        "read_group",
        json!([[], ["expected_revenue:avg"], []]),
        json!({}),
    );
    assert_eq!(one[0]["__count"], 3);
    assert!(
        fault(
            database,
            "crm.lead",
            "read_group",
            json!([[], [], ["nope"]]),
            json!({})
        )
        .message
        .contains("nope")
    );
}

#[test]
fn formatted_groups_have_bounds_labels_and_conditions() {
    let mut database = Database::fresh("demo", Flavour::V19);
    let database = &mut database;
    for (revenue, date) in [(100.0, "2026-01-15"), (50.0, "2026-05-20")] {
        create(
            database,
            "crm.lead",
            json!({"name": "x", "expected_revenue": revenue, "date_deadline": date}),
        );
    }
    let quarters = call(
        database,
        "crm.lead",
        "formatted_read_group",
        json!([
            [],
            ["date_deadline:quarter"],
            ["expected_revenue:sum", "__count"]
        ]),
        json!({"order": "date_deadline:quarter desc"}),
    );
    assert_eq!(
        quarters[0]["date_deadline:quarter"],
        json!(["2026-04-01", "Q2 2026"])
    );
    assert_eq!(quarters[1]["expected_revenue:sum"], 100.0);
    let rich = call(
        database,
        "crm.lead",
        "formatted_read_group",
        json!([[], ["date_deadline:quarter"], ["expected_revenue:sum"]]),
        json!({"having": [["expected_revenue:sum", ">", 60]]}),
    );
    assert_eq!(rich.as_array().unwrap().len(), 1);
    let web = call(
        database,
        "crm.lead",
        "web_read_group",
        json!([[], ["stage_id"], ["expected_revenue:sum"]]),
        json!({}),
    );
    assert_eq!(web["length"], 1);
    assert_eq!(web["groups"][0]["stage_id"][1], "New");
}
