//! read_group and its successors.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, count, create, fault};

#[test]
fn groups_come_as_each_series_gives_them() {
    for flavour in Flavour::ALL {
        let mut database = Database::fresh("demo", flavour);
        let args = json!([[], ["id:count"], ["is_company"]]);
        // From 20.0 on what are fields here are what to group by: the tests of that series have its
        // own form.
        if flavour >= Flavour::V20 {
            let fault = fault(&mut database, "res.partner", "read_group", args, json!({}));
            assert_eq!(
                fault.message,
                "Granularity set on a no-datetime field or property: 'id:count'"
            );
            continue;
        }
        let groups = call(&mut database, "res.partner", "read_group", args, json!({}));
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
        json!({"date_deadline:month": "January 2026", "date_deadline_count": 2, "expected_revenue": 150.0, "__range": {"date_deadline:month": {"from": "2026-01-01", "to": "2026-02-01"}}, "__domain": ["&", ["active", "=", true], "&", ["date_deadline", ">=", "2026-01-01"], ["date_deadline", "<", "2026-02-01"]]})
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

#[test]
fn records_are_grouped_by_their_properties() {
    for flavour in Flavour::ALL {
        let database = &mut Database::fresh("demo", flavour);
        let definitions = json!([
            {"name": "size", "type": "selection", "string": "Size", "selection": [["s", "S"], ["l", "L"]]},
            {"name": "marks", "type": "tags", "string": "Marks", "tags": [["x", "X", 1], ["y", "Y", 2]]},
        ]);
        let project = create(
            database,
            "project.project",
            json!({"name": "P", "task_properties_definition": definitions}),
        );
        for properties in [
            json!({"size": "s", "marks": ["x", "y"]}),
            json!({"size": "s", "marks": ["y"]}),
            json!({}),
        ] {
            create(
                database,
                "project.task",
                json!({"name": "T", "project_id": project, "task_properties": properties}),
            );
        }
        let mut groups = |property: &str| {
            let domain = json!([["project_id", "=", project]]);
            let by = format!("task_properties.{property}");
            if flavour >= Flavour::V20 {
                let args = json!([domain, [by], ["__count"]]);
                let answer = call(database, "project.task", "read_group", args, json!({}));
                let rows = answer.as_array().unwrap();
                return rows
                    .iter()
                    .map(|row| (row[0].clone(), row[1].as_i64().unwrap()))
                    .collect();
            }
            let answer = call(
                database,
                "project.task",
                "read_group",
                json!([domain, ["id:count"], [by]]),
                json!({}),
            );
            let found: Vec<_> = answer
                .as_array()
                .unwrap()
                .iter()
                .map(|row| {
                    let found = count(database, "project.task", row["__domain"].clone());
                    assert_eq!(
                        row[format!("{by}_count")],
                        found,
                        "the domain finds the group's records: {row}"
                    );
                    (row[&by].clone(), found)
                })
                .collect();
            found
        };
        assert_eq!(groups("size"), [(json!("s"), 2), (json!(false), 1)]);
        assert_eq!(
            groups("marks"),
            [(json!("x"), 1), (json!("y"), 2), (json!(false), 1)]
        );
    }
}

#[test]
fn a_dotted_name_leads_through_many2one_fields_from_19_on() {
    let (by, kwargs) = ("parent_id.country_id", json!({"aggregates": ["__count"]}));
    let database = &mut Database::fresh("demo", Flavour::V19);
    let parent = create(
        database,
        "res.partner",
        json!({"name": "Firm", "country_id": 20}),
    );
    create(
        database,
        "res.partner",
        json!({"name": "Ann", "parent_id": parent}),
    );
    let domain = json!([["parent_id", "!=", false]]);
    let groups = call(
        database,
        "res.partner",
        "formatted_read_group",
        json!([domain, [by]]),
        kwargs,
    );
    assert_eq!(groups[0][by], json!([20, "Belgium"]));
    assert_eq!(groups[0]["__extra_domain"], json!([[by, "=", 20]]));
    let database = &mut Database::fresh("demo", Flavour::V18);
    let refused = fault(
        database,
        "res.partner",
        "read_group",
        json!([[], [], [by]]),
        json!({}),
    );
    assert_eq!(refused.name, "builtins.ValueError");
}

#[test]
fn what_defines_no_property_is_refused() {
    let database = &mut Database::fresh("demo", Flavour::V19);
    let project = create(database, "project.project", json!({"name": "P"}));
    let a = json!({"name": "a", "type": "char"});
    for wrong in [
        json!("x"),
        json!([{"name": "a"}]),
        json!([{"name": "a", "type": "colour"}]),
        json!([a, a]),
    ] {
        let vals = json!({"task_properties_definition": wrong});
        let refused = fault(
            database,
            "project.project",
            "write",
            json!([[project], vals]),
            json!({}),
        );
        assert_eq!(refused.name, "builtins.ValueError", "{wrong}");
    }
}
