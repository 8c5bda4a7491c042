// The models of an Odoo 17.0 database, written by `npx odoo-client-wasm types`. Do not edit: run it again.
import type { f } from 'odoo-client-wasm/schema';

/** The models of the database, by their technical names. */
export interface Odoo {
  'account.move': AccountMove;
  'hr.employee': HrEmployee;
  'ir.attachment': IrAttachment;
  'product.product': ProductProduct;
  'project.task': ProjectTask;
  /** Contact */
  'res.partner': ResPartner;
  /** User */
  'res.users': ResUsers;
  'sale.order': SaleOrder;
}

/** `account.move` */
export interface AccountMove {
  id: f.Id;
  /**
   * Portal Access URL
   * Read-only.
   * Customer Portal URL
   */
  access_url: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Total
   * Read-only.
   */
  amount_total: f.Monetary<'readonly'>;
  /**
   * Total Signed
   * Read-only.
   */
  amount_total_signed: f.Monetary<'readonly'>;
  /**
   * Currency
   * Required.
   */
  currency_id: f.Many2one<'res.currency', 'required'>;
  /**
   * Date
   * Required.
   */
  date: f.Date<'required'>;
  /** Invoice/Bill Date */
  invoice_date: f.Date;
  /** Invoice lines */
  invoice_line_ids: f.One2many<'account.move.line'>;
  /** Salesperson */
  invoice_user_id: f.Many2one<'res.users'>;
  /**
   * Journal
   * Required.
   */
  journal_id: f.Many2one<'account.journal', 'required'>;
  /** Journal Items */
  line_ids: f.One2many<'account.move.line'>;
  /**
   * Type
   * Required. Read-only.
   */
  move_type: f.Selection<'entry' | 'in_invoice' | 'in_receipt' | 'in_refund' | 'out_invoice' | 'out_receipt' | 'out_refund', 'required' | 'readonly'>;
  /** Number */
  name: f.Char;
  /** Terms and Conditions */
  narration: f.Html;
  /**
   * Needed Terms
   * Read-only.
   */
  needed_terms: f.Binary<'readonly' | 'unsearchable'>;
  /** Partner */
  partner_id: f.Many2one<'res.partner'>;
  /**
   * Payment Status
   * Read-only.
   */
  payment_state: f.Selection<'in_payment' | 'invoicing_legacy' | 'not_paid' | 'paid' | 'partial' | 'reversed', 'readonly'>;
  /** Reference */
  ref: f.Char;
  /**
   * Sequence Number
   * Read-only.
   */
  sequence_number: f.Integer<'readonly'>;
  /**
   * Status
   * Required. Read-only.
   */
  state: f.Selection<'cancel' | 'draft' | 'posted', 'required' | 'readonly'>;
  /**
   * Invoice Totals
   * Edit Tax amounts if you encounter rounding issues.
   */
  tax_totals: f.Binary<'unsearchable'>;
}

/** `hr.employee` */
export interface HrEmployee {
  id: f.Id;
  /**
   * Active
   * If the active field is set to False, it will allow you to hide the resource record without removing it.
   */
  active: f.Boolean;
  /**
   * Attendance Status
   * Read-only.
   */
  attendance_state: f.Selection<'checked_in' | 'checked_out', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** Date of Birth */
  birthday: f.Date;
  /** Tags */
  category_ids: f.Many2many<'hr.employee.category'>;
  /** Nationality (Country) */
  country_id: f.Many2one<'res.country'>;
  /** Department */
  department_id: f.Many2one<'hr.department'>;
  /** Properties */
  employee_properties: f.Properties;
  /** Gender */
  gender: f.Selection<'female' | 'male' | 'other'>;
  /** Hourly Cost */
  hourly_cost: f.Monetary;
  /** Image */
  image_1920: f.Binary;
  /** Marital Status */
  marital: f.Selection<'cohabitant' | 'divorced' | 'married' | 'single' | 'widower'>;
  /** Employee Name */
  name: f.Char;
  /**
   * Newly Hired
   * Read-only.
   */
  newly_hired: f.Boolean<'readonly' | 'unsortable'>;
  /** Manager */
  parent_id: f.Many2one<'hr.employee'>;
  /**
   * PIN
   * PIN used to Check In/Out in the Kiosk Mode of the Attendance application (if enabled in Configuration) and to change the cashier in the Point of Sale application.
   */
  pin: f.Char;
  /** Private Email */
  private_email: f.Char;
  /** Working Hours */
  resource_calendar_id: f.Many2one<'resource.calendar'>;
  /**
   * User
   * Related user name for the resource to manage its access.
   */
  user_id: f.Many2one<'res.users'>;
  /** Work Email */
  work_email: f.Char;
  /** Work Phone */
  work_phone: f.Char;
}

/** `ir.attachment` */
export interface IrAttachment {
  id: f.Id;
  /** Access Token */
  access_token: f.Char;
  /**
   * Checksum/SHA1
   * Read-only.
   */
  checksum: f.Char<'readonly'>;
  /** Company */
  company_id: f.Many2one<'res.company'>;
  /** File Content (base64) */
  datas: f.Binary<'unsearchable'>;
  /** Database Data */
  db_datas: f.Binary;
  /** Description */
  description: f.Text;
  /**
   * File Size
   * Read-only.
   */
  file_size: f.Integer<'readonly'>;
  /**
   * Indexed Content
   * Read-only.
   */
  index_content: f.Text<'readonly'>;
  /**
   * Mime Type
   * Read-only.
   */
  mimetype: f.Char<'readonly'>;
  /**
   * Name
   * Required.
   */
  name: f.Char<'required'>;
  /** Is public document */
  public: f.Boolean;
  /** File Content (raw) */
  raw: f.Binary<'unsearchable'>;
  /**
   * Resource Field
   * Read-only.
   */
  res_field: f.Char<'readonly'>;
  /**
   * Resource ID
   * Read-only.
   */
  res_id: f.Many2oneReference<'readonly'>;
  /**
   * Resource Model
   * Read-only.
   */
  res_model: f.Char<'readonly'>;
  /**
   * Resource Name
   * Read-only.
   */
  res_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Stored Filename */
  store_fname: f.Char;
  /**
   * Type
   * Required.
   * You can either upload a file from your computer or copy/paste an internet link to your file.
   */
  type: f.Selection<'binary' | 'url', 'required'>;
  /** Url */
  url: f.Char;
}

/** `product.product` */
export interface ProductProduct {
  id: f.Id;
  /**
   * Active
   * If unchecked, it will allow you to hide the product without removing it.
   */
  active: f.Boolean;
  /**
   * Barcode
   * International Article Number used for product identification.
   */
  barcode: f.Char;
  /**
   * Product Category
   * Required.
   */
  categ_id: f.Many2one<'product.category', 'needed'>;
  /** Internal Reference */
  default_code: f.Char;
  /**
   * Sales Description
   * A description of the Product that you want to communicate to your customers. This description will be copied to every Sales Order, Delivery Order and Customer Invoice/Credit Note
   */
  description_sale: f.Text;
  /**
   * Product Type
   * Required.
   * A storable product is a product for which you manage stock. The Inventory app has to be installed.
   * A consumable product is a product for which stock is not managed.
   * A service is a non-material product you provide.
   */
  detailed_type: f.Selection<'consu' | 'service', 'needed'>;
  /** Image */
  image_1920: f.Binary<'unsearchable'>;
  /**
   * Sales Price
   * Price at which the product is sold to customers.
   */
  list_price: f.Float;
  /**
   * Sales Price
   * The sale price is managed from the product template. Click on the 'Configure Variants' button to set the extra attribute prices.
   */
  lst_price: f.Float<'unsearchable' | 'unsortable'>;
  /**
   * Name
   * Required.
   */
  name: f.Char<'needed'>;
  /**
   * Variant Price Extra
   * Read-only.
   * This is the sum of the extra price of all attributes
   */
  price_extra: f.Float<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Properties */
  product_properties: f.Properties;
  /** Attribute Values */
  product_template_attribute_value_ids: f.Many2many<'product.template.attribute.value'>;
  /**
   * Product Template
   * Required.
   */
  product_tmpl_id: f.Many2one<'product.template', 'required'>;
  /**
   * Cost
   * Value of the product (automatically computed in AVCO).
   * Used to value the product when the purchase cost is not known (e.g. inventory adjustment).
   * Used to compute margins on sale orders.
   */
  standard_price: f.Float<'unsortable'>;
  /**
   * Customer Taxes
   * Default taxes used when selling the product.
   */
  taxes_id: f.Many2many<'account.tax'>;
  /** Type */
  type: f.Selection<'consu' | 'service'>;
  /**
   * Unit of Measure
   * Required.
   * Default unit of measure used for all stock operations.
   */
  uom_id: f.Many2one<'uom.uom', 'needed'>;
  /** Volume */
  volume: f.Float;
  /** Weight */
  weight: f.Float;
}

/** `project.task` */
export interface ProjectTask {
  id: f.Id;
  /** Allocated Time */
  allocated_hours: f.Float;
  /** Sub-tasks */
  child_ids: f.One2many<'project.task'>;
  /** Color Index */
  color: f.Integer;
  /**
   * Assigning Date
   * Read-only.
   * Date on which this task was last assigned (or unassigned). Based on this, you can get statistics on the time it usually takes to assign tasks.
   */
  date_assign: f.Datetime<'readonly'>;
  /** Deadline */
  date_deadline: f.Datetime;
  /** Blocked By */
  depend_on_ids: f.Many2many<'project.task'>;
  /** Description */
  description: f.Html;
  /** Cover Image */
  displayed_image_id: f.Many2one<'ir.attachment'>;
  /**
   * Hours Spent
   * Read-only.
   */
  effective_hours: f.Float<'readonly'>;
  /**
   * Title
   * Required.
   */
  name: f.Char<'required'>;
  /** Priority */
  priority: f.Selection<'0' | '1'>;
  /**
   * Progress
   * Read-only.
   */
  progress: f.Float<'readonly'>;
  /** Project */
  project_id: f.Many2one<'project.project'>;
  /**
   * Average Rating
   * Read-only.
   */
  rating_avg: f.Float<'readonly' | 'unsortable'>;
  /** Sequence */
  sequence: f.Integer;
  /** Stage */
  stage_id: f.Many2one<'project.task.type'>;
  /**
   * State
   * Required.
   */
  state: f.Selection<'01_in_progress' | '02_changes_requested' | '03_approved' | '04_waiting_normal' | '1_canceled' | '1_done', 'required'>;
  /** Properties */
  task_properties: f.Properties;
  /** Assignees */
  user_ids: f.Many2many<'res.users'>;
}

/** Contact: `res.partner` */
export interface ResPartner {
  /** ID */
  id: f.Id;
  /** Active */
  active: f.Boolean;
  /**
   * Avatar 128
   * Read-only.
   */
  avatar_128: f.Binary<'readonly' | 'unsearchable'>;
  /** Tags */
  category_id: f.Many2many<'res.partner.category'>;
  /** Contact */
  child_ids: f.One2many<'res.partner'>;
  /** Color Index */
  color: f.Integer;
  /** Notes */
  comment: f.Html;
  /** Company Type */
  company_type: f.Selection<'company' | 'person', 'unsearchable' | 'unsortable'>;
  /** Country */
  country_id: f.Many2one<'res.country'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Credit Limit
   * Credit limit specific to this partner.
   */
  credit_limit: f.Float<'unsortable'>;
  /** Date */
  date: f.Date;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Email */
  email: f.Char;
  /** Image */
  image_1920: f.Binary;
  /**
   * Language
   * All the emails and documents sent to this contact will be translated in this language.
   */
  lang: f.Selection<'en_US'>;
  /** Messages */
  message_ids: f.One2many<'mail.message'>;
  /** Name */
  name: f.Char;
  /** Related Company */
  parent_id: f.Many2one<'res.partner'>;
  /** Geo Latitude */
  partner_latitude: f.Float;
  /**
   * Customer Payment Terms
   * This payment term will be used instead of the default one for sales orders and customer invoices
   */
  property_payment_term_id: f.Many2one<'account.payment.term', 'unsortable'>;
  /**
   * Address Type
   * - Contact: Use this to organize the contact details of employees of a given company (e.g. CEO, CFO, ...).
   * - Invoice Address: Preferred address for all invoices. Selected by default when you invoice an order that belongs to this company.
   * - Delivery Address: Preferred address for all deliveries. Selected by default when you deliver an order that belongs to this company.
   * - Other: Other address for the company (e.g. subsidiary, ...)
   */
  type: f.Selection<'contact' | 'delivery' | 'invoice' | 'other'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
}

/** User: `res.users` */
export interface ResUsers {
  id: f.Id;
  /**
   * Home Action
   * If specified, this action will be opened at log on for this user, in addition to the standard menu.
   */
  action_id: f.Many2one<'ir.actions.actions'>;
  /** Active */
  active: f.Boolean;
  /** API Keys */
  api_key_ids: f.One2many<'res.users.apikeys'>;
  /** Companies */
  company_ids: f.Many2many<'res.company'>;
  /** Groups */
  groups_id: f.Many2many<'res.groups'>;
  /**
   * IM Status
   * Read-only.
   */
  im_status: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Login
   * Required.
   * Used to log into the system
   */
  login: f.Char<'required'>;
  /** Latest authentication */
  login_date: f.Datetime<'unsortable'>;
  /** Name */
  name: f.Char;
  /**
   * Set Password
   * Specify a value only when creating a user or if you're changing the user's password, otherwise leave empty. After a change of password, the user has to login again.
   */
  new_password: f.Char<'unsearchable' | 'unsortable'>;
  /**
   * Notification
   * Required.
   * Policy on how to handle Chatter notifications:
   * - Handle by Emails: notifications are sent to your email address
   * - Handle in Odoo: notifications appear in your Odoo Inbox
   */
  notification_type: f.Selection<'email' | 'inbox', 'required'>;
  /**
   * Related Partner
   * Required.
   * Partner-related data of the user
   */
  partner_id: f.Many2one<'res.partner', 'required'>;
  /**
   * Password
   * Keep empty if you don't want the user to be able to connect on the system.
   */
  password: f.Char<'unsearchable' | 'unsortable'>;
  /**
   * Share User
   * Read-only.
   * External user with limited access, created only for the purpose of sharing data.
   */
  share: f.Boolean<'readonly'>;
  /** Email Signature */
  signature: f.Html;
  /**
   * Two-factor authentication
   * Read-only.
   */
  totp_enabled: f.Boolean<'readonly' | 'unsortable'>;
}

/** `sale.order` */
export interface SaleOrder {
  id: f.Id;
  /** Security Token */
  access_token: f.Char;
  /**
   * Amount to invoice
   * Read-only.
   */
  amount_to_invoice: f.Monetary<'readonly'>;
  /**
   * Total
   * Read-only.
   */
  amount_total: f.Monetary<'readonly'>;
  /**
   * Currency
   * Read-only.
   */
  currency_id: f.Many2one<'res.currency', 'readonly'>;
  /**
   * Order Date
   * Required.
   * Creation date of draft/sent orders,
   * Confirmation date of confirmed orders.
   */
  date_order: f.Datetime<'required'>;
  /**
   * Invoice Status
   * Read-only.
   */
  invoice_status: f.Selection<'invoiced' | 'no' | 'to invoice' | 'upselling', 'readonly'>;
  /**
   * Locked
   * Locked orders cannot be modified.
   */
  locked: f.Boolean;
  /**
   * Order Reference
   * Required.
   */
  name: f.Char<'required'>;
  /** Terms and conditions */
  note: f.Html;
  /** Order Lines */
  order_line: f.One2many<'sale.order.line'>;
  /**
   * Customer
   * Required.
   */
  partner_id: f.Many2one<'res.partner', 'required'>;
  /** Signature */
  signature: f.Binary;
  /**
   * Status
   * Read-only.
   */
  state: f.Selection<'cancel' | 'draft' | 'sale' | 'sent', 'readonly'>;
  /** Tags */
  tag_ids: f.Many2many<'crm.tag'>;
  /** Salesperson */
  user_id: f.Many2one<'res.users'>;
  /** Expiration */
  validity_date: f.Date;
}
