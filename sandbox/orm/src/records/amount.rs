//! Rounding, as Odoo does it: halves away from zero, and what is a half but for its binary form is
//! one.

use super::convert::Way;
use crate::Fault;
use crate::env::Env;
use crate::schema::{Field, Model};
use crate::store::{Cell, CellRef};

/// Rounds to places after the point.
pub(crate) fn rounded(value: f64, places: u8) -> f64 {
    let scale = 10f64.powi(i32::from(places));
    let scaled = value * scale;
    if value == 0.0 || !scaled.is_finite() {
        return value;
    }
    let near = scaled + (2f64.powf(scaled.abs().log2() - 52.0)).copysign(scaled);
    let whole = (near.abs() + 0.5).floor().copysign(near);
    // The text of the number is what is kept: 57 hundredths are 0.57.
    format!("{:.*}", usize::from(places), whole / scale)
        .parse()
        .unwrap_or(value)
}

/// Rounds an amount to its currency: in a known record to the record's, in a new one only if the
/// currency is given with it.
///
/// # Errors
/// Python's `OverflowError` for what no currency can count.
pub(super) fn monetary(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
    value: f64,
    way: Way,
) -> Result<f64, Fault> {
    if !(value * 100.0).is_finite() {
        return Err(Fault::new(
            "builtins.OverflowError",
            "cannot convert float infinity to integer",
        ));
    }
    let Way::Update(id) = way else {
        return Ok(value);
    };
    Ok(match places(env, model, field, id) {
        Some(places) => rounded(value, places),
        None => value,
    })
}

/// The places after the point of the currency of a record's amount.
pub(super) fn places(env: &Env<'_>, model: &Model, field: &Field, id: i64) -> Option<u8> {
    let currency = model.field(field.currency_field.as_deref()?)?;
    let currencies = env.registry.model("res.currency")?;
    let Cell::Int(currency) = env.cell(model, currency, id) else {
        return None;
    };
    match env.stored(currencies, "decimal_places", currency) {
        CellRef::Int(places) => u8::try_from(places).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_away_from_zero_whatever_their_binary_form() {
        assert_eq!(rounded(2.675, 2), 2.68);
        assert_eq!(rounded(10.005, 2), 10.01);
        assert_eq!(rounded(-2.675, 2), -2.68);
        assert_eq!(rounded(1.23456789, 2), 1.23);
        assert_eq!(rounded(0.5, 0), 1.0);
        assert_eq!(rounded(0.0, 2), 0.0);
        assert_eq!(rounded(0.57, 2), 0.57);
    }
}
