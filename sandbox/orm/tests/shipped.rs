//! The shipped files load, and hold what they promise.

#![allow(clippy::unwrap_used)]

use odoo_sandbox_orm::{Database, Flavour};
use serde_json::{Map, Value, json};

fn count(database: &mut Database, model: &str, domain: Value) -> i64 {
    database
        .execute_kw(2, model, "search_count", vec![domain], Map::new())
        .unwrap()
        .unwrap()
        .as_i64()
        .unwrap()
}

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
