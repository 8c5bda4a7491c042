//! Creating, writing, copying: values, commands, constraints, transactions.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::{call, count, create, fault, value};

#[test]
fn commands_zero_to_six_do_what_they_say() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let database = &mut database;
    let company = create(
        database,
        "res.partner",
        json!({"name": "Co", "is_company": true, "child_ids": [[0, 0, {"name": "A"}], [0, 0, {"name": "B"}]], "category_id": [[0, 0, {"name": "x"}]]}),
    );
    let children = value(database, "res.partner", company, "child_ids");
    let (a, b) = (children[0].as_i64().unwrap(), children[1].as_i64().unwrap());
    let tag = value(database, "res.partner", company, "category_id")[0]
        .as_i64()
        .unwrap();
    let other = create(database, "res.partner.category", json!({"name": "y"}));
    let write = |database: &mut Database, vals| {
        call(
            database,
            "res.partner",
            "write",
            json!([[company], vals]),
            json!({}),
        )
    };

    write(
        database,
        json!({"child_ids": [[1, a, {"name": "A2"}], [3, b, 0]]}),
    );
    assert_eq!(value(database, "res.partner", a, "name"), "A2");
    assert_eq!(value(database, "res.partner", b, "parent_id"), false);
    write(database, json!({"child_ids": [[4, b, 0], [2, a, 0]]}));
    assert_eq!(
        value(database, "res.partner", company, "child_ids"),
        json!([b])
    );
    assert_eq!(count(database, "res.partner", json!([["id", "=", a]])), 0);
    write(database, json!({"category_id": [[4, other, 0]]}));
    assert_eq!(
        value(database, "res.partner", company, "category_id"),
        json!([tag, other])
    );
    write(database, json!({"category_id": [[3, tag, 0]]}));
    assert_eq!(
        value(database, "res.partner", company, "category_id"),
        json!([other])
    );
    write(database, json!({"category_id": [[6, 0, [tag]]]}));
    assert_eq!(
        value(database, "res.partner", company, "category_id"),
        json!([tag])
    );
    assert_eq!(
        value(database, "res.partner.category", tag, "partner_ids"),
        json!([company])
    );
    write(database, json!({"category_id": [[5, 0, 0]]}));
    assert_eq!(
        value(database, "res.partner", company, "category_id"),
        json!([])
    );
    write(database, json!({"category_id": [tag, other]}));
    assert_eq!(
        value(database, "res.partner", company, "category_id"),
        json!([tag, other])
    );
}

#[test]
fn an_error_in_the_middle_changes_nothing() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let database = &mut database;
        let before = count(database, "res.partner", json!([]));
        let names = call(
            database,
            "res.partner",
            "search_read",
            json!([[["id", "<", 40]]]),
            json!({"fields": ["name", "write_date", "category_id"]}),
        );
        fault(
            database,
            "res.partner",
            "create",
            json!([[{"name": "one"}, {"name": "two", "category_id": [[0, 0, {"name": "tag"}]]}, {"email": "no name"}]]),
            json!({}),
        );
        fault(
            database,
            "res.partner",
            "write",
            json!([[9, 10, 11], {"name": "changed", "category_id": [[5, 0, 0]], "country_id": 999_999}]),
            json!({}),
        );
        fault(
            database,
            "res.partner",
            "unlink",
            json!([[20, 21, 3]]),
            json!({}),
        );
        assert_eq!(count(database, "res.partner", json!([])), before);
        assert_eq!(
            count(
                database,
                "res.partner.category",
                json!([["name", "=", "tag"]])
            ),
            0
        );
        assert_eq!(
            call(
                database,
                "res.partner",
                "search_read",
                json!([[["id", "<", 40]]]),
                json!({"fields": ["name", "write_date", "category_id"]})
            ),
            names
        );
    }
}

#[test]
fn names_of_contacts_follow_their_company() {
    let mut database = Database::fresh("demo", Flavour::V17);
    let database = &mut database;
    let company = create(
        database,
        "res.partner",
        json!({"name": "Acme", "company_type": "company"}),
    );
    assert_eq!(value(database, "res.partner", company, "is_company"), true);
    let child = create(
        database,
        "res.partner",
        json!({"name": "Bob", "parent_id": company}),
    );
    assert_eq!(
        value(database, "res.partner", child, "display_name"),
        "Acme, Bob"
    );
    assert_eq!(
        value(database, "res.partner", child, "commercial_partner_id"),
        json!([company, "Acme"])
    );
    call(
        database,
        "res.partner",
        "write",
        json!([[company], {"name": "Acme & Co"}]),
        json!({}),
    );
    assert_eq!(
        value(database, "res.partner", child, "display_name"),
        "Acme & Co, Bob"
    );
    let address = create(
        database,
        "res.partner",
        json!({"type": "invoice", "parent_id": company}),
    );
    assert_eq!(
        value(database, "res.partner", address, "display_name"),
        "Acme & Co, Invoice Address"
    );
    assert_eq!(
        call(
            database,
            "res.partner",
            "name_get",
            json!([[child]]),
            json!({})
        ),
        json!([[child, "Acme & Co, Bob"]])
    );
}

#[test]
fn constraints_speak_as_each_series_does() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let database = &mut database;
        let twice = fault(
            database,
            "res.users",
            "create",
            json!([{"name": "x", "login": "admin"}]),
            json!({}),
        );
        assert_eq!(
            twice.message,
            "The operation cannot be completed: You can not have two users with the same login!"
        );
        assert_eq!(twice.name, "odoo.exceptions.ValidationError");
        let country = call(
            database,
            "res.country",
            "search",
            json!([[["code", "=", "BE"]]]),
            json!({}),
        )[0]
        .clone();
        let used = fault(
            database,
            "res.country",
            "unlink",
            json!([[country]]),
            json!({}),
        );
        assert!(
            used.message.contains("(res.partner)")
                || used.message.contains("(crm.lead)")
                || used.message.contains("res.country.state"),
            "{}",
            used.message
        );
        let circle = create(database, "res.partner", json!({"name": "a"}));
        let below = create(
            database,
            "res.partner",
            json!({"name": "b", "parent_id": circle}),
        );
        let refused = fault(
            database,
            "res.partner",
            "write",
            json!([[circle], {"parent_id": below}]),
            json!({}),
        );
        assert_eq!(
            refused.message,
            "You cannot create recursive Partner hierarchies."
        );
        let large = fault(
            database,
            "res.partner",
            "create",
            json!([{"name": "x", "color": 3_000_000_000_i64}]),
            json!({}),
        );
        assert_eq!(large.name, "psycopg2.errors.NumericValueOutOfRange");
    }
}

#[test]
fn defaults_come_from_the_context_then_from_the_field() {
    let mut database = Database::demo("demo", Flavour::V19);
    let database = &mut database;
    let lead = call(
        database,
        "crm.lead",
        "create",
        json!([{"name": "L"}]),
        json!({"context": {"default_city": "Gent", "default_priority": "2"}}),
    )
    .as_i64()
    .unwrap();
    let read = call(
        database,
        "crm.lead",
        "read",
        json!([
            [lead],
            [
                "city",
                "priority",
                "user_id",
                "type",
                "stage_id",
                "active",
                "company_id",
                "team_id"
            ]
        ]),
        json!({}),
    );
    assert_eq!(read[0]["city"], "Gent");
    assert_eq!(read[0]["priority"], "2");
    assert_eq!(read[0]["user_id"], json!([2, "Administrator"]));
    assert_eq!(read[0]["stage_id"][1], "New");
    assert_eq!(read[0]["company_id"], json!([1, "My Company"]));
    assert_eq!(read[0]["team_id"][1], "Sales");
    let got = call(
        database,
        "crm.lead",
        "default_get",
        json!([["city", "type", "name"]]),
        json!({"context": {"default_city": "Gent"}}),
    );
    assert_eq!(got, json!({"city": "Gent", "type": "opportunity"}));
}

#[test]
fn copies_are_new_records_with_the_same_values() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        let database = &mut database;
        let tag = create(database, "res.partner.category", json!({"name": "t"}));
        let id = create(
            database,
            "res.partner",
            json!({"name": "Original", "email": "o@example.com", "category_id": [[6, 0, [tag]]]}),
        );
        let copied = call(
            database,
            "res.partner",
            "copy",
            json!([[id], {"email": "c@example.com"}]),
            json!({}),
        );
        let copied = copied.as_i64().or_else(|| copied[0].as_i64()).unwrap();
        let read = call(
            database,
            "res.partner",
            "read",
            json!([[copied], ["name", "email", "category_id"]]),
            json!({}),
        );
        assert_eq!(
            read[0],
            json!({"id": copied, "name": "Original (copy)", "email": "c@example.com", "category_id": [tag]})
        );
    }
}

#[test]
fn values_are_refused_in_pythons_words() {
    let mut database = Database::fresh("demo", Flavour::V18);
    let mut refused = |vals| {
        fault(
            &mut database,
            "crm.lead",
            "create",
            json!([vals]),
            json!({}),
        )
    };
    assert_eq!(
        refused(json!({"name": "x", "color": [1]})).message,
        "int() argument must be a string, a bytes-like object or a real number, not 'list'"
    );
    assert_eq!(
        refused(json!({"name": "x", "expected_revenue": "lots"})).message,
        "could not convert string to float: 'lots'"
    );
    assert_eq!(
        refused(json!({"name": "x", "type": 5})).message,
        "Wrong value for crm.lead.type: 5"
    );
    assert_eq!(
        refused(json!({"name": "x", "date_deadline": "tomorrow"})).message,
        "time data 'tomorrow' does not match format '%Y-%m-%d'"
    );
    assert_eq!(refused(json!("x")).name, "builtins.AttributeError");
}

#[test]
fn properties_are_defined_by_the_project_and_read_with_their_definitions() {
    let definitions = json!([{"name": "p_m2o", "type": "many2one", "string": "Partner", "comodel": "res.partner"}, {"name": "p_tags", "type": "tags", "string": "Tags", "tags": [["x", "X", 1]]}]);
    for flavour in Flavour::ALL {
        let mut database = Database::fresh("demo", flavour);
        let database = &mut database;
        let project = create(database, "project.project", json!({"name": "P"}));
        call(
            database,
            "project.project",
            "write",
            json!([[project], {"task_properties_definition": definitions}]),
            json!({}),
        );
        let task = create(
            database,
            "project.task",
            json!({"name": "T", "project_id": project, "task_properties": {"p_m2o": 1, "p_tags": ["x"]}}),
        );
        let read = value(database, "project.task", task, "task_properties");
        assert_eq!(
            read[0],
            json!({"name": "p_m2o", "type": "many2one", "string": "Partner", "comodel": "res.partner", "value": [1, "My Company"]})
        );
        assert_eq!(read[1]["value"], json!(["x"]));
        assert_eq!(
            count(
                database,
                "project.task",
                json!([["task_properties.p_m2o", "=", 1]])
            ),
            1
        );
        assert_eq!(
            count(
                database,
                "project.task",
                json!([["task_properties.p_tags", "in", ["y"]]])
            ),
            0
        );
    }
}
