use super::*;
use serde_json::json;

fn field(odoo_type: &str) -> Field {
    Field {
        model: "res.partner".into(),
        name: "x".into(),
        odoo_type: odoo_type.into(),
        ..Field::default()
    }
}

fn text(text: &str) -> Option<Cell> {
    Some(Cell::Text(text.into()))
}

#[test]
fn values_are_written_as_load_takes_them() {
    for (odoo_type, value, cell) in [
        ("char", json!("a"), Some(Cell::Same)),
        ("binary", json!("aGk="), Some(Cell::Same)),
        ("datetime", json!("2026-07-01 12:00:00"), Some(Cell::Same)),
        ("selection", json!(false), Some(Cell::Empty)),
        ("html", json!(null), Some(Cell::Empty)),
        ("boolean", json!(true), text("1")),
        ("boolean", json!(false), text("0")),
        ("boolean", json!(null), Some(Cell::Empty)),
        ("integer", json!(7), Some(Cell::Decimal)),
        ("float", json!(-1.5), Some(Cell::Decimal)),
        ("monetary", json!(false), Some(Cell::Empty)),
        ("many2one", json!(7), Some(Cell::Decimal)),
        ("many2one", json!(false), Some(Cell::Empty)),
        ("many2many", json!([[6, 0, [3, 1]]]), text("3,1")),
        ("many2many", json!([[6, 0, []]]), text("")),
        ("many2many", json!(false), Some(Cell::Empty)),
    ] {
        assert_eq!(
            field(odoo_type).cell(&value.clone().into()),
            cell,
            "{odoo_type} {value}"
        );
    }
}

#[test]
fn another_kind_of_value_is_refused_with_its_row_and_what_is_expected() {
    for (odoo_type, value, expected) in [
        ("char", json!(5), "a text, or false"),
        ("char", json!(true), "a text, or false"),
        ("integer", json!("5"), "a number"),
        ("float", json!([1]), "a number"),
        ("boolean", json!(1), "true or false"),
        ("boolean", json!("true"), "true or false"),
        ("many2one", json!("5"), "the id of a record, or false"),
        ("many2one", json!(0), "the id of a record, or false"),
        ("many2one", json!(1.5), "the id of a record, or false"),
        ("many2many", json!([[4, 7]]), "false or [[6, 0, ids]]"),
        ("many2many", json!([6, 0, [7]]), "false or [[6, 0, ids]]"),
        ("many2many", json!([]), "false or [[6, 0, ids]]"),
        ("many2many", json!([[6, 0]]), "false or [[6, 0, ids]]"),
        (
            "many2many",
            json!([[6, 0, ["7"]]]),
            "false or [[6, 0, ids]]",
        ),
        (
            "many2many",
            json!([[6, 0, [7]], [4, 8]]),
            "false or [[6, 0, ids]]",
        ),
    ] {
        let field = field(odoo_type);
        assert_eq!(
            field.cell(&value.clone().into()),
            None,
            "{odoo_type} {value}"
        );
        assert_eq!(
            field.wrong_cell(17, &value.to_string()),
            format!("Invalid rows[17].x: expected {expected}, got {value}")
        );
    }
}

#[test]
fn a_column_of_links_is_one_of_ids_and_a_field_that_load_cannot_store_says_what_to_do() {
    for (odoo_type, path) in [
        ("char", "x"),
        ("monetary", "x"),
        ("many2one", "x/.id"),
        ("many2many", "x/.id"),
    ] {
        assert_eq!(field(odoo_type).path(0), Ok(path.into()));
    }
    for odoo_type in ["one2many", "properties", "json", "reference", ""] {
        assert_eq!(
            field(odoo_type).path(3),
            Err(format!(
                "Field 'x' of res.partner (row 3) is a {odoo_type}, which Odoo's load cannot store \
                 from values. What to do: leave it out and write it afterwards, or give a field as \
                 key"
            ))
        );
    }
}

#[test]
fn only_moments_have_a_time_zone() {
    assert_eq!(
        ["datetime", "date", "char"].map(|odoo_type| field(odoo_type).is_timed()),
        [true, false, false]
    );
}

#[test]
fn an_answer_is_ids_of_all_rows_or_messages_or_says_nothing() {
    for (answer, verdict) in [
        (json!({"ids": [7, 8], "messages": []}), Loaded::Ids),
        (json!({"ids": [7, 9]}), Loaded::Ids),
        (json!({"ids": [6, 8]}), Loaded::Unknown),
        (json!({"ids": [7]}), Loaded::Unknown),
        (json!({"ids": [7, false]}), Loaded::Unknown),
        (json!({"ids": [7, "8"]}), Loaded::Unknown),
        (json!({"ids": [7, 0]}), Loaded::Unknown),
        (
            json!({"ids": false, "messages": [{"message": "no"}]}),
            Loaded::Refused,
        ),
        (json!({"ids": false, "messages": []}), Loaded::Unknown),
        (json!({"ids": false, "messages": ["no"]}), Loaded::Unknown),
        (json!({"ids": false}), Loaded::Unknown),
        (json!({"messages": [{"message": "no"}]}), Loaded::Unknown),
        (json!([7, 8]), Loaded::Unknown),
        (json!(null), Loaded::Unknown),
    ] {
        assert_eq!(
            loaded(&answer.clone().into(), &[7, crate::job::NO_RECORD]),
            verdict,
            "{answer}"
        );
    }
}

#[test]
fn messages_are_told_with_their_rows_and_fields() {
    let messages = json!([
        {"message": "No matching record", "rows": {"from": 1, "to": 1}, "field": "country_id",
         "moreinfo": "Use another"},
        {"message": "Wrong", "rows": {"from": 9}},
        {"message": "All", "moreinfo": {"type": "action"}, "field": false},
    ]);
    assert_eq!(
        words(&messages.into(), &[40, 41]),
        "row 41, field 'country_id': No matching record. Use another; Wrong; All"
    );
}

#[test]
fn a_value_of_a_selection_that_load_would_take_for_another_ones_label_is_refused() {
    let description = json!({
        "type": "selection",
        "selection": [["x", "done"], ["done", "Finished"], ["open", "Open"]],
    });
    let field = Field::described("x.model", "x", &description.into()).expect("a field");
    assert_eq!(field.cell(&Value::Text("open".into())), Some(Cell::Same));
    assert_eq!(field.cell(&Value::Text("x".into())), Some(Cell::Same));
    assert_eq!(field.cell(&Value::Bool(false)), Some(Cell::Empty));
    assert_eq!(field.cell(&Value::Text("gone".into())), Some(Cell::Same));
    for wrong in ["done", "Finished", "Open"] {
        assert_eq!(field.cell(&Value::Text(wrong.into())), None, "{wrong}");
    }
    assert_eq!(
        field.wrong_cell(3, "\"done\""),
        "Invalid rows[3].x: expected a value of the selection that is no other's label, or false, got \"done\""
    );
}

#[test]
fn ids_of_which_two_are_the_same_are_no_answer_to_rows_of_different_records() {
    let answer = json!({"ids": [7, 7], "messages": []});
    assert_eq!(
        loaded(&answer.into(), &[NO_RECORD, NO_RECORD]),
        Loaded::Unknown
    );
    let answer = json!({"ids": [7, 8], "messages": []});
    assert_eq!(loaded(&answer.into(), &[NO_RECORD, NO_RECORD]), Loaded::Ids);
}
