//! The shipped files load, and hold what they promise.

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::json;

use crate::count;

#[test]
fn every_series_has_a_demo_database_with_a_few_hundred_records() {
    for flavour in Flavour::ALL {
        let mut database = Database::demo("demo", flavour);
        assert!(count(&mut database, "res.partner", json!([])) >= 200);
        assert!(
            count(
                &mut database,
                "res.partner",
                json!([["parent_id", "!=", false]])
            ) >= 100
        );
        assert!(count(&mut database, "crm.lead", json!([])) >= 100);
        assert!(
            count(
                &mut database,
                "ir.module.module",
                json!([["state", "=", "installed"]])
            ) >= 10
        );
        assert!(count(&mut database, "ir.module.module", json!([])) >= 40);
        assert!(count(&mut database, "mail.message", json!([])) >= 50);
        assert_eq!(count(&mut database, "res.country", json!([])), 250);
    }
}

#[test]
fn a_fresh_database_has_the_four_contacts_of_a_new_odoo() {
    for flavour in Flavour::ALL {
        let mut database = Database::fresh("demo", flavour);
        assert_eq!(count(&mut database, "res.partner", json!([])), 4);
        assert_eq!(count(&mut database, "crm.lead", json!([])), 0);
    }
}

#[test]
fn every_listed_method_does_something_in_every_series() {
    for flavour in Flavour::ALL {
        let mut database = Database::fresh("demo", flavour);
        for model in [
            "res.partner",
            "res.users",
            "mail.message",
            "ir.module.module",
            "crm.lead",
            "ir.config_parameter",
        ] {
            let methods: Vec<String> = database
                .signatures(model)
                .unwrap()
                .iter()
                .map(|signature| signature.method.clone())
                .collect();
            assert!(methods.len() > 40, "{model} has {} methods", methods.len());
            for method in methods {
                let answer =
                    database.execute_kw(2, model, &method, vec![json!([])], Default::default());
                let unknown = answer.is_err_and(|fault| {
                    fault.name == "builtins.AttributeError"
                        && fault.message.contains("does not exist")
                });
                assert!(!unknown, "{model}.{method} is listed but not there");
            }
        }
    }
}

#[test]
fn the_database_describes_itself() {
    let mut database = Database::demo("demo", Flavour::V18);
    let model = crate::call(
        &mut database,
        "ir.model",
        "search_read",
        json!([[["model", "=", "res.partner"]]]),
        json!({"fields": ["name", "modules", "transient"]}),
    );
    assert_eq!(model[0]["name"], "Contact");
    assert_eq!(model[0]["transient"], false);
    let field = crate::call(
        &mut database,
        "ir.model.fields",
        "search_read",
        json!([[["model", "=", "res.partner"], ["name", "=", "type"]]]),
        json!({"fields": ["ttype", "selection", "store"]}),
    );
    assert_eq!(
        field[0]["selection"],
        "[('contact', 'Contact'), ('invoice', 'Invoice Address'), ('delivery', 'Delivery Address'), ('other', 'Other Address')]"
    );
    let company = crate::call(
        &mut database,
        "ir.model.data",
        "search_read",
        json!([[["module", "=", "base"], ["name", "=", "main_company"]]]),
        json!({"fields": ["model", "res_id"], "limit": 1}),
    );
    assert_eq!(company[0]["model"], "res.company");
    assert_eq!(company[0]["res_id"], 1);
    assert_eq!(
        count(
            &mut database,
            "ir.model.fields",
            json!([["name", "=like", "\\_%"]])
        ),
        0,
        "nothing of the sandbox's own is listed"
    );
}
