// The models of an Odoo 18.0 database, written by `npx odoo-client-wasm types`. Do not edit: run it again.
import type * as f from 'odoo-client-wasm/schema';

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
  id: f.IdField;
  /**
   * Portal Access URL
   * Read-only.
   * Customer Portal URL
   */
  access_url: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Total
   * Read-only.
   */
  amount_total: f.MonetaryField<'readonly'>;
  /**
   * Total Signed
   * Read-only.
   */
  amount_total_signed: f.MonetaryField<'readonly'>;
  /**
   * Currency
   * Required.
   */
  currency_id: f.Many2oneField<'res.currency', 'required'>;
  /**
   * Date
   * Required.
   */
  date: f.DateField<'required'>;
  /** Invoice/Bill Date */
  invoice_date: f.DateField;
  /** Invoice lines */
  invoice_line_ids: f.One2manyField<'account.move.line'>;
  /** Salesperson */
  invoice_user_id: f.Many2oneField<'res.users'>;
  /**
   * Journal
   * Required.
   */
  journal_id: f.Many2oneField<'account.journal', 'required'>;
  /** Journal Items */
  line_ids: f.One2manyField<'account.move.line'>;
  /**
   * Type
   * Required. Read-only.
   */
  move_type: f.SelectionField<'entry' | 'in_invoice' | 'in_receipt' | 'in_refund' | 'out_invoice' | 'out_receipt' | 'out_refund', 'required' | 'readonly'>;
  /** Number */
  name: f.CharField;
  /** Terms and Conditions */
  narration: f.HtmlField;
  /**
   * Needed Terms
   * Read-only.
   */
  needed_terms: f.BinaryField<'readonly' | 'unsearchable'>;
  /** Partner */
  partner_id: f.Many2oneField<'res.partner'>;
  /**
   * Payment Status
   * Read-only.
   */
  payment_state: f.SelectionField<'blocked' | 'in_payment' | 'invoicing_legacy' | 'not_paid' | 'paid' | 'partial' | 'reversed', 'readonly'>;
  /** Reference */
  ref: f.CharField;
  /**
   * Sequence Number
   * Read-only.
   */
  sequence_number: f.IntegerField<'readonly'>;
  /**
   * Status
   * Required. Read-only.
   */
  state: f.SelectionField<'cancel' | 'draft' | 'posted', 'required' | 'readonly'>;
  /**
   * Invoice Totals
   * Edit Tax amounts if you encounter rounding issues.
   */
  tax_totals: f.BinaryField<'unsearchable'>;
}

/** `hr.employee` */
export interface HrEmployee {
  id: f.IdField;
  /**
   * Active
   * If the active field is set to False, it will allow you to hide the resource record without removing it.
   */
  active: f.BooleanField;
  /**
   * Attendance Status
   * Read-only.
   */
  attendance_state: f.SelectionField<'checked_in' | 'checked_out', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** Date of Birth */
  birthday: f.DateField;
  /** Tags */
  category_ids: f.Many2manyField<'hr.employee.category'>;
  /** Nationality (Country) */
  country_id: f.Many2oneField<'res.country'>;
  /** Department */
  department_id: f.Many2oneField<'hr.department'>;
  /** Properties */
  employee_properties: f.PropertiesField;
  /** Gender */
  gender: f.SelectionField<'female' | 'male' | 'other'>;
  /** Hourly Cost */
  hourly_cost: f.MonetaryField;
  /** Image */
  image_1920: f.BinaryField;
  /**
   * Marital Status
   * Required.
   */
  marital: f.SelectionField<'cohabitant' | 'divorced' | 'married' | 'single' | 'widower', 'required'>;
  /** Employee Name */
  name: f.CharField;
  /**
   * Newly Hired
   * Read-only.
   */
  newly_hired: f.BooleanField<'readonly' | 'unsortable'>;
  /** Manager */
  parent_id: f.Many2oneField<'hr.employee'>;
  /**
   * PIN
   * PIN used to Check In/Out in the Kiosk Mode of the Attendance application (if enabled in Configuration) and to change the cashier in the Point of Sale application.
   */
  pin: f.CharField;
  /** Private Email */
  private_email: f.CharField;
  /**
   * Working Hours
   * Define the working schedule of the resource. If not set, the resource will have fully flexible working hours.
   */
  resource_calendar_id: f.Many2oneField<'resource.calendar'>;
  /** User */
  user_id: f.Many2oneField<'res.users'>;
  /** Work Email */
  work_email: f.CharField;
  /** Work Phone */
  work_phone: f.CharField;
}

/** `ir.attachment` */
export interface IrAttachment {
  id: f.IdField;
  /** Access Token */
  access_token: f.CharField;
  /**
   * Checksum/SHA1
   * Read-only.
   */
  checksum: f.CharField<'readonly'>;
  /** Company */
  company_id: f.Many2oneField<'res.company'>;
  /** File Content (base64) */
  datas: f.BinaryField<'unsearchable'>;
  /** Database Data */
  db_datas: f.BinaryField;
  /** Description */
  description: f.TextField;
  /**
   * File Size
   * Read-only.
   */
  file_size: f.IntegerField<'readonly'>;
  /**
   * Indexed Content
   * Read-only.
   */
  index_content: f.TextField<'readonly'>;
  /**
   * Mime Type
   * Read-only.
   */
  mimetype: f.CharField<'readonly'>;
  /**
   * Name
   * Required.
   */
  name: f.CharField<'required'>;
  /** Is public document */
  public: f.BooleanField;
  /** File Content (raw) */
  raw: f.BinaryField<'unsearchable'>;
  /** Resource Field */
  res_field: f.CharField;
  /** Resource ID */
  res_id: f.Many2oneReferenceField;
  /** Resource Model */
  res_model: f.CharField;
  /**
   * Resource Name
   * Read-only.
   */
  res_name: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Stored Filename */
  store_fname: f.CharField;
  /**
   * Type
   * Required.
   * You can either upload a file from your computer or copy/paste an internet link to your file.
   */
  type: f.SelectionField<'binary' | 'url', 'required'>;
  /** Url */
  url: f.CharField;
}

/** `product.product` */
export interface ProductProduct {
  id: f.IdField;
  /**
   * Active
   * If unchecked, it will allow you to hide the product without removing it.
   */
  active: f.BooleanField;
  /**
   * Barcode
   * International Article Number used for product identification.
   */
  barcode: f.CharField;
  /**
   * Product Category
   * Required.
   */
  categ_id: f.Many2oneField<'product.category', 'needed'>;
  /** Internal Reference */
  default_code: f.CharField;
  /**
   * Sales Description
   * A description of the Product that you want to communicate to your customers. This description will be copied to every Sales Order, Delivery Order and Customer Invoice/Credit Note
   */
  description_sale: f.TextField;
  /** Image */
  image_1920: f.BinaryField<'unsearchable'>;
  /**
   * Sales Price
   * Price at which the product is sold to customers.
   */
  list_price: f.FloatField;
  /**
   * Sales Price
   * The sale price is managed from the product template. Click on the 'Configure Variants' button to set the extra attribute prices.
   */
  lst_price: f.FloatField<'unsearchable' | 'unsortable'>;
  /**
   * Name
   * Required.
   */
  name: f.CharField<'needed'>;
  /**
   * Variant Price Extra
   * Read-only.
   * This is the sum of the extra price of all attributes
   */
  price_extra: f.FloatField<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Properties */
  product_properties: f.PropertiesField;
  /** Attribute Values */
  product_template_attribute_value_ids: f.Many2manyField<'product.template.attribute.value'>;
  /**
   * Product Template
   * Required.
   */
  product_tmpl_id: f.Many2oneField<'product.template', 'required'>;
  /**
   * Cost
   * Value of the product (automatically computed in AVCO).
   * Used to value the product when the purchase cost is not known (e.g. inventory adjustment).
   * Used to compute margins on sale orders.
   */
  standard_price: f.FloatField;
  /**
   * Sales Taxes
   * Default taxes used when selling the product
   */
  taxes_id: f.Many2manyField<'account.tax'>;
  /**
   * Product Type
   * Required.
   * Goods are tangible materials and merchandise you provide.
   * A service is a non-material product you provide.
   */
  type: f.SelectionField<'combo' | 'consu' | 'service', 'needed'>;
  /**
   * Unit of Measure
   * Required.
   * Default unit of measure used for all stock operations.
   */
  uom_id: f.Many2oneField<'uom.uom', 'needed'>;
  /** Volume */
  volume: f.FloatField;
  /** Weight */
  weight: f.FloatField;
}

/** `project.task` */
export interface ProjectTask {
  id: f.IdField;
  /** Allocated Time */
  allocated_hours: f.FloatField;
  /** Sub-tasks */
  child_ids: f.One2manyField<'project.task'>;
  /** Color Index */
  color: f.IntegerField;
  /**
   * Assigning Date
   * Read-only.
   * Date on which this task was last assigned (or unassigned). Based on this, you can get statistics on the time it usually takes to assign tasks.
   */
  date_assign: f.DatetimeField<'readonly'>;
  /** Deadline */
  date_deadline: f.DatetimeField;
  /** Blocked By */
  depend_on_ids: f.Many2manyField<'project.task'>;
  /** Description */
  description: f.HtmlField;
  /** Cover Image */
  displayed_image_id: f.Many2oneField<'ir.attachment'>;
  /**
   * Time Spent
   * Read-only.
   */
  effective_hours: f.FloatField<'readonly'>;
  /**
   * Title
   * Required.
   */
  name: f.CharField<'required'>;
  /** Priority */
  priority: f.SelectionField<'0' | '1'>;
  /**
   * Progress
   * Read-only.
   */
  progress: f.FloatField<'readonly'>;
  /** Project */
  project_id: f.Many2oneField<'project.project'>;
  /**
   * Average Rating
   * Read-only.
   */
  rating_avg: f.FloatField<'readonly' | 'unsortable'>;
  /** Sequence */
  sequence: f.IntegerField;
  /** Stage */
  stage_id: f.Many2oneField<'project.task.type'>;
  /**
   * State
   * Required.
   */
  state: f.SelectionField<'01_in_progress' | '02_changes_requested' | '03_approved' | '04_waiting_normal' | '1_canceled' | '1_done', 'required'>;
  /** Properties */
  task_properties: f.PropertiesField;
  /** Assignees */
  user_ids: f.Many2manyField<'res.users'>;
}

/** Contact: `res.partner` */
export interface ResPartner {
  /** ID */
  id: f.IdField;
  /** Active */
  active: f.BooleanField;
  /**
   * Avatar 128
   * Read-only.
   */
  avatar_128: f.BinaryField<'readonly' | 'unsearchable'>;
  /** Tags */
  category_id: f.Many2manyField<'res.partner.category'>;
  /** Contact */
  child_ids: f.One2manyField<'res.partner'>;
  /** Color Index */
  color: f.IntegerField;
  /** Notes */
  comment: f.HtmlField;
  /** Company Type */
  company_type: f.SelectionField<'company' | 'person', 'unsearchable' | 'unsortable'>;
  /** Country */
  country_id: f.Many2oneField<'res.country'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.DatetimeField<'readonly'>;
  /**
   * Credit Limit
   * Credit limit specific to this partner.
   */
  credit_limit: f.FloatField;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.CharField<'readonly' | 'unsortable'>;
  /** Email */
  email: f.CharField;
  /** Image */
  image_1920: f.BinaryField;
  /**
   * Language
   * All the emails and documents sent to this contact will be translated in this language.
   */
  lang: f.SelectionField<'en_US'>;
  /** Messages */
  message_ids: f.One2manyField<'mail.message'>;
  /** Name */
  name: f.CharField;
  /** Related Company */
  parent_id: f.Many2oneField<'res.partner'>;
  /** Geo Latitude */
  partner_latitude: f.FloatField;
  /**
   * Customer Payment Terms
   * This payment term will be used instead of the default one for sales orders and customer invoices
   */
  property_payment_term_id: f.Many2oneField<'account.payment.term'>;
  /** Address Type */
  type: f.SelectionField<'contact' | 'delivery' | 'invoice' | 'other'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2oneField<'res.users', 'readonly'>;
}

/** User: `res.users` */
export interface ResUsers {
  id: f.IdField;
  /**
   * Home Action
   * If specified, this action will be opened at log on for this user, in addition to the standard menu.
   */
  action_id: f.Many2oneField<'ir.actions.actions'>;
  /** Active */
  active: f.BooleanField;
  /** API Keys */
  api_key_ids: f.One2manyField<'res.users.apikeys'>;
  /** Companies */
  company_ids: f.Many2manyField<'res.company'>;
  /** Groups */
  groups_id: f.Many2manyField<'res.groups'>;
  /**
   * IM Status
   * Read-only.
   */
  im_status: f.CharField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Login
   * Required.
   * Used to log into the system
   */
  login: f.CharField<'required'>;
  /** Latest authentication */
  login_date: f.DatetimeField<'unsortable'>;
  /** Name */
  name: f.CharField;
  /**
   * Set Password
   * Specify a value only when creating a user or if you're changing the user's password, otherwise leave empty. After a change of password, the user has to login again.
   */
  new_password: f.CharField<'unsearchable' | 'unsortable'>;
  /**
   * Notification
   * Required.
   * Policy on how to handle Chatter notifications:
   * - Handle by Emails: notifications are sent to your email address
   * - Handle in Odoo: notifications appear in your Odoo Inbox
   */
  notification_type: f.SelectionField<'email' | 'inbox', 'required'>;
  /**
   * Related Partner
   * Required.
   * Partner-related data of the user
   */
  partner_id: f.Many2oneField<'res.partner', 'required'>;
  /**
   * Password
   * Keep empty if you don't want the user to be able to connect on the system.
   */
  password: f.CharField<'unsearchable' | 'unsortable'>;
  /**
   * Share User
   * Read-only.
   * External user with limited access, created only for the purpose of sharing data.
   */
  share: f.BooleanField<'readonly'>;
  /** Email Signature */
  signature: f.HtmlField;
  /**
   * Two-factor authentication
   * Read-only.
   */
  totp_enabled: f.BooleanField<'readonly' | 'unsortable'>;
}

/** `sale.order` */
export interface SaleOrder {
  id: f.IdField;
  /** Security Token */
  access_token: f.CharField;
  /**
   * Un-invoiced Balance
   * Read-only.
   */
  amount_to_invoice: f.MonetaryField<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Total
   * Read-only.
   */
  amount_total: f.MonetaryField<'readonly'>;
  /**
   * Currency
   * Read-only.
   */
  currency_id: f.Many2oneField<'res.currency', 'readonly'>;
  /**
   * Order Date
   * Required.
   * Creation date of draft/sent orders,
   * Confirmation date of confirmed orders.
   */
  date_order: f.DatetimeField<'required'>;
  /**
   * Invoice Status
   * Read-only.
   */
  invoice_status: f.SelectionField<'invoiced' | 'no' | 'to invoice' | 'upselling', 'readonly'>;
  /**
   * Locked
   * Locked orders cannot be modified.
   */
  locked: f.BooleanField;
  /**
   * Order Reference
   * Required.
   */
  name: f.CharField<'required'>;
  /** Terms and conditions */
  note: f.HtmlField;
  /** Order Lines */
  order_line: f.One2manyField<'sale.order.line'>;
  /**
   * Customer
   * Required.
   */
  partner_id: f.Many2oneField<'res.partner', 'required'>;
  /** Signature */
  signature: f.BinaryField;
  /**
   * Status
   * Read-only.
   */
  state: f.SelectionField<'cancel' | 'draft' | 'sale' | 'sent', 'readonly'>;
  /** Tags */
  tag_ids: f.Many2manyField<'crm.tag'>;
  /** Salesperson */
  user_id: f.Many2oneField<'res.users'>;
  /**
   * Expiration
   * Validity of the order, after that you will not able to sign & pay the quotation.
   */
  validity_date: f.DateField;
}
