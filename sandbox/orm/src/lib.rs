//! The sandbox's records: models, domains, access and methods of an in-memory Odoo.
