//! The sandbox: an in-memory Odoo that speaks its wire protocols, as a pure function from request to response.
