// The models of an Odoo 17.0 database, written by `npx odoo-client-wasm types`. Do not edit: run it again.
import type { f } from 'odoo-client-wasm/schema';

/** The models of the database, by their technical names. */
export interface Odoo {
  /** Lead/Opportunity */
  'crm.lead': CrmLead;
  /** Attachment */
  'ir.attachment': IrAttachment;
  /** Product Variant */
  'product.product': ProductProduct;
  /** Task */
  'project.task': ProjectTask;
  /** Country */
  'res.country': ResCountry;
  /** Contact */
  'res.partner': ResPartner;
  /** Sales Advance Payment Invoice */
  'sale.advance.payment.inv': SaleAdvancePaymentInv;
  /** Sales Order */
  'sale.order': SaleOrder;
  /** Sales Order Line */
  'sale.order.line': SaleOrderLine;
}

/** Lead/Opportunity: `crm.lead` */
export interface CrmLead {
  /** ID */
  id: f.Id;
  /** Active */
  active: f.Boolean;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.Date<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2many<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.Selection<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2one<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2one<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** City */
  city: f.Char;
  /** Color Index */
  color: f.Integer;
  /**
   * Currency
   * Read-only.
   */
  company_currency: f.Many2one<'res.currency', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** Company */
  company_id: f.Many2one<'res.company'>;
  /** Contact Name */
  contact_name: f.Char;
  /** Country */
  country_id: f.Many2one<'res.country'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
  /**
   * Closed Date
   * Read-only.
   */
  date_closed: f.Datetime<'readonly'>;
  /** Expected Closing */
  date_deadline: f.Date;
  /**
   * Last Stage Update
   * Read-only.
   */
  date_last_stage_update: f.Datetime<'readonly'>;
  /**
   * Assignment Date
   * Read-only.
   */
  date_open: f.Datetime<'readonly'>;
  /** Notes */
  description: f.Html;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Email */
  email_from: f.Char;
  /**
   * Normalized Email
   * Read-only.
   */
  email_normalized: f.Char<'readonly'>;
  /**
   * Expected Revenue
   * In the currency of `company_currency`.
   */
  expected_revenue: f.Monetary;
  /** Job Position */
  function: f.Char;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Properties */
  lead_properties: f.Properties;
  /** Lost Reason */
  lost_reason_id: f.Many2one<'crm.lost.reason'>;
  /**
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2many<'mail.followers'>;
  /** Messages */
  message_ids: f.One2many<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2many<'res.partner', 'readonly' | 'unsearchable'>;
  /** Mobile */
  mobile: f.Char;
  /**
   * Opportunity
   * Required.
   */
  name: f.Char<'required'>;
  /** Customer */
  partner_id: f.Many2one<'res.partner'>;
  /** Company Name */
  partner_name: f.Char;
  /** Phone */
  phone: f.Char;
  /** Priority */
  priority: f.Selection<'0' | '1' | '2' | '3'>;
  /** Probability */
  probability: f.Float;
  /**
   * Prorated Revenue
   * Read-only. In the currency of `company_currency`.
   */
  prorated_revenue: f.Monetary<'readonly'>;
  /**
   * Recurring Revenues
   * In the currency of `company_currency`.
   */
  recurring_revenue: f.Monetary;
  /** Referred By */
  referred: f.Char;
  /** Source */
  source_id: f.Many2one<'utm.source'>;
  /** Stage */
  stage_id: f.Many2one<'crm.stage'>;
  /** State */
  state_id: f.Many2one<'res.country.state'>;
  /** Street */
  street: f.Char;
  /** Street2 */
  street2: f.Char;
  /** Tags */
  tag_ids: f.Many2many<'crm.tag'>;
  /** Sales Team */
  team_id: f.Many2one<'crm.team'>;
  /**
   * Type
   * Required.
   */
  type: f.Selection<'lead' | 'opportunity', 'required'>;
  /** Salesperson */
  user_id: f.Many2one<'res.users'>;
  /** Website */
  website: f.Char;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
  /** Zip */
  zip: f.Char;
}

/** Attachment: `ir.attachment` */
export interface IrAttachment {
  /** ID */
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
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
  /** File Content (base64) */
  datas: f.Binary<'unsearchable'>;
  /** Database Data */
  db_datas: f.Binary;
  /** Description */
  description: f.Text;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
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
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
}

/** Product Variant: `product.product` */
export interface ProductProduct {
  /** ID */
  id: f.Id;
  /**
   * Active
   * If unchecked, it will allow you to hide the product without removing it.
   */
  active: f.Boolean;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.Date<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2many<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.Selection<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2one<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2one<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
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
  /** Company */
  company_id: f.Many2one<'res.company'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
  /**
   * Currency
   * Read-only.
   */
  currency_id: f.Many2one<'res.currency', 'readonly'>;
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
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
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
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2many<'mail.followers'>;
  /** Messages */
  message_ids: f.One2many<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2many<'res.partner', 'readonly' | 'unsearchable'>;
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
   * # Product Variants
   * Read-only.
   */
  product_variant_count: f.Integer<'readonly'>;
  /**
   * Product
   * Read-only.
   */
  product_variant_id: f.Many2one<'product.product', 'readonly'>;
  /** Products */
  product_variant_ids: f.One2many<'product.product'>;
  /** Can be Purchased */
  purchase_ok: f.Boolean;
  /** Can be Sold */
  sale_ok: f.Boolean;
  /** Sequence */
  sequence: f.Integer;
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
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
}

/** Task: `project.task` */
export interface ProjectTask {
  /** ID */
  id: f.Id;
  /** Active */
  active: f.Boolean;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.Date<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2many<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.Selection<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2one<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2one<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** Allocated Time */
  allocated_hours: f.Float;
  /** Sub-tasks */
  child_ids: f.One2many<'project.task'>;
  /** Color Index */
  color: f.Integer;
  /** Company */
  company_id: f.Many2one<'res.company'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
  /**
   * Assigning Date
   * Read-only.
   * Date on which this task was last assigned (or unassigned). Based on this, you can get statistics on the time it usually takes to assign tasks.
   */
  date_assign: f.Datetime<'readonly'>;
  /** Deadline */
  date_deadline: f.Datetime;
  /**
   * Last Stage Update
   * Read-only.
   */
  date_last_stage_update: f.Datetime<'readonly'>;
  /** Blocked By */
  depend_on_ids: f.Many2many<'project.task'>;
  /** Description */
  description: f.Html;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Cover Image */
  displayed_image_id: f.Many2one<'ir.attachment'>;
  /**
   * Hours Spent
   * Read-only.
   */
  effective_hours: f.Float<'readonly'>;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2many<'mail.followers'>;
  /** Messages */
  message_ids: f.One2many<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2many<'res.partner', 'readonly' | 'unsearchable'>;
  /**
   * Title
   * Required.
   */
  name: f.Char<'required'>;
  /** Parent Task */
  parent_id: f.Many2one<'project.task'>;
  /** Customer */
  partner_id: f.Many2one<'res.partner'>;
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
  /** Tags */
  tag_ids: f.Many2many<'project.tags'>;
  /** Properties */
  task_properties: f.Properties;
  /** Assignees */
  user_ids: f.Many2many<'res.users'>;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
}

/** Country: `res.country` */
export interface ResCountry {
  /** ID */
  id: f.Id;
  /** Layout in Reports */
  address_format: f.Text;
  /**
   * Country Code
   * Required.
   */
  code: f.Char<'required'>;
  /** Country Groups */
  country_group_ids: f.Many2many<'res.country.group'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
  /** Currency */
  currency_id: f.Many2one<'res.currency'>;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Country Name
   * Required.
   */
  name: f.Char<'required'>;
  /** Customer Name Position */
  name_position: f.Selection<'after' | 'before'>;
  /** Country Calling Code */
  phone_code: f.Integer;
  /** States */
  state_ids: f.One2many<'res.country.state'>;
  /** State Required */
  state_required: f.Boolean;
  /** Vat Label */
  vat_label: f.Char;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
  /** Zip Required */
  zip_required: f.Boolean;
}

/** Contact: `res.partner` */
export interface ResPartner {
  /** ID */
  id: f.Id;
  /** Active */
  active: f.Boolean;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.Date<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2many<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.Selection<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2one<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2one<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Avatar 128
   * Read-only.
   */
  avatar_128: f.Binary<'readonly' | 'unsearchable'>;
  /**
   * Avatar
   * Read-only.
   */
  avatar_1920: f.Binary<'readonly' | 'unsearchable'>;
  /** Banks */
  bank_ids: f.One2many<'res.partner.bank'>;
  /** Barcode */
  barcode: f.Char;
  /** Tags */
  category_id: f.Many2many<'res.partner.category'>;
  /** Contact */
  child_ids: f.One2many<'res.partner'>;
  /** City */
  city: f.Char;
  /** Color Index */
  color: f.Integer;
  /** Notes */
  comment: f.Html;
  /**
   * Company Name Entity
   * Read-only.
   */
  commercial_company_name: f.Char<'readonly'>;
  /**
   * Commercial Entity
   * Read-only.
   */
  commercial_partner_id: f.Many2one<'res.partner', 'readonly'>;
  /** Company */
  company_id: f.Many2one<'res.company'>;
  /** Company Name */
  company_name: f.Char;
  /** Company ID */
  company_registry: f.Char;
  /** Company Type */
  company_type: f.Selection<'company' | 'person', 'unsearchable' | 'unsortable'>;
  /**
   * Complete Name
   * Read-only.
   */
  complete_name: f.Char<'readonly'>;
  /**
   * Complete Address
   * Read-only.
   */
  contact_address: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Country Code
   * Read-only.
   */
  country_code: f.Char<'readonly'>;
  /** Country */
  country_id: f.Many2one<'res.country'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
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
  /**
   * Formatted Email
   * Read-only.
   */
  email_formatted: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Normalized Email
   * Read-only.
   */
  email_normalized: f.Char<'readonly'>;
  /** Employee */
  employee: f.Boolean;
  /** Job Position */
  function: f.Char;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Image 1024
   * Read-only.
   */
  image_1024: f.Binary<'readonly'>;
  /**
   * Image 128
   * Read-only.
   */
  image_128: f.Binary<'readonly'>;
  /** Image */
  image_1920: f.Binary;
  /**
   * Image 256
   * Read-only.
   */
  image_256: f.Binary<'readonly'>;
  /**
   * Image 512
   * Read-only.
   */
  image_512: f.Binary<'readonly'>;
  /** Industry */
  industry_id: f.Many2one<'res.partner.industry'>;
  /**
   * Blacklist
   * Read-only.
   */
  is_blacklisted: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Is a Company */
  is_company: f.Boolean;
  /**
   * Is Public
   * Read-only.
   */
  is_public: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Language
   * All the emails and documents sent to this contact will be translated in this language.
   */
  lang: f.Selection<'en_US'>;
  /**
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Bounce */
  message_bounce: f.Integer;
  /** Followers */
  message_follower_ids: f.One2many<'mail.followers'>;
  /** Messages */
  message_ids: f.One2many<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2many<'res.partner', 'readonly' | 'unsearchable'>;
  /** Mobile */
  mobile: f.Char;
  /** Name */
  name: f.Char;
  /**
   * Opportunity Count
   * Read-only.
   */
  opportunity_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Opportunities */
  opportunity_ids: f.One2many<'crm.lead'>;
  /** Related Company */
  parent_id: f.Many2one<'res.partner'>;
  /**
   * Parent name
   * Read-only.
   */
  parent_name: f.Char<'readonly'>;
  /** Geo Latitude */
  partner_latitude: f.Float;
  /** Geo Longitude */
  partner_longitude: f.Float;
  /**
   * Share Partner
   * Read-only.
   */
  partner_share: f.Boolean<'readonly'>;
  /** Phone */
  phone: f.Char;
  /**
   * Customer Payment Terms
   * This payment term will be used instead of the default one for sales orders and customer invoices
   */
  property_payment_term_id: f.Many2one<'account.payment.term', 'unsortable'>;
  /** Reference */
  ref: f.Char;
  /**
   * Sale Order Count
   * Read-only.
   */
  sale_order_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Sales Order */
  sale_order_ids: f.One2many<'sale.order'>;
  /**
   * Self
   * Read-only.
   */
  self: f.Many2one<'res.partner', 'readonly' | 'unsearchable' | 'unsortable'>;
  /** State */
  state_id: f.Many2one<'res.country.state'>;
  /** Street */
  street: f.Char;
  /** Street2 */
  street2: f.Char;
  /** Tasks */
  task_ids: f.One2many<'project.task'>;
  /** Title */
  title: f.Many2one<'res.partner.title'>;
  /**
   * Address Type
   * - Contact: Use this to organize the contact details of employees of a given company (e.g. CEO, CFO, ...).
   * - Invoice Address: Preferred address for all invoices. Selected by default when you invoice an order that belongs to this company.
   * - Delivery Address: Preferred address for all deliveries. Selected by default when you deliver an order that belongs to this company.
   * - Other: Other address for the company (e.g. subsidiary, ...)
   */
  type: f.Selection<'contact' | 'delivery' | 'invoice' | 'other'>;
  /** Timezone */
  tz: f.Selection<'America/New_York' | 'Asia/Tokyo' | 'Europe/Brussels' | 'Europe/London' | 'Europe/Paris' | 'UTC'>;
  /** Salesperson */
  user_id: f.Many2one<'res.users'>;
  /** Users */
  user_ids: f.One2many<'res.users'>;
  /** Tax ID */
  vat: f.Char;
  /** Website Link */
  website: f.Char;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
  /** Zip */
  zip: f.Char;
}

/** Sales Advance Payment Invoice: `sale.advance.payment.inv` */
export interface SaleAdvancePaymentInv {
  /** ID */
  id: f.Id;
  /**
   * Create Invoice
   * Required.
   */
  advance_payment_method: f.Selection<'delivered' | 'fixed' | 'percentage', 'required'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Sale Order */
  sale_order_ids: f.Many2many<'sale.order'>;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
}

/** Sales Order: `sale.order` */
export interface SaleOrder {
  /** ID */
  id: f.Id;
  /** Security Token */
  access_token: f.Char;
  /**
   * Next Activity Deadline
   * Read-only.
   */
  activity_date_deadline: f.Date<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Activities */
  activity_ids: f.One2many<'mail.activity'>;
  /**
   * Activity State
   * Read-only.
   */
  activity_state: f.Selection<'overdue' | 'planned' | 'today', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Summary
   * Read-only.
   */
  activity_summary: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Next Activity Type
   * Read-only.
   */
  activity_type_id: f.Many2one<'mail.activity.type', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Responsible User
   * Read-only.
   */
  activity_user_id: f.Many2one<'res.users', 'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Taxes
   * Read-only. In the currency of `currency_id`.
   */
  amount_tax: f.Monetary<'readonly'>;
  /**
   * Amount to invoice
   * Read-only. In the currency of `currency_id`.
   */
  amount_to_invoice: f.Monetary<'readonly'>;
  /**
   * Total
   * Read-only. In the currency of `currency_id`.
   */
  amount_total: f.Monetary<'readonly'>;
  /**
   * Untaxed Amount
   * Read-only. In the currency of `currency_id`.
   */
  amount_untaxed: f.Monetary<'readonly'>;
  /** Customer Reference */
  client_order_ref: f.Char;
  /**
   * Company
   * Required.
   */
  company_id: f.Many2one<'res.company', 'required'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
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
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Has Message
   * Read-only.
   */
  has_message: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Invoice Count
   * Read-only.
   */
  invoice_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Invoices
   * Read-only.
   */
  invoice_ids: f.Many2many<'account.move', 'readonly' | 'unsearchable'>;
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
   * Attachment Count
   * Read-only.
   */
  message_attachment_count: f.Integer<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Followers */
  message_follower_ids: f.One2many<'mail.followers'>;
  /** Messages */
  message_ids: f.One2many<'mail.message'>;
  /**
   * Is Follower
   * Read-only.
   */
  message_is_follower: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Action Needed
   * Read-only.
   * If checked, new messages require your attention.
   */
  message_needaction: f.Boolean<'readonly' | 'unsearchable' | 'unsortable'>;
  /**
   * Followers (Partners)
   * Read-only.
   */
  message_partner_ids: f.Many2many<'res.partner', 'readonly' | 'unsearchable'>;
  /**
   * Order Reference
   * Required.
   */
  name: f.Char<'required'>;
  /** Terms and conditions */
  note: f.Html;
  /** Opportunity */
  opportunity_id: f.Many2one<'crm.lead'>;
  /** Order Lines */
  order_line: f.One2many<'sale.order.line'>;
  /** Source Document */
  origin: f.Char;
  /**
   * Customer
   * Required.
   */
  partner_id: f.Many2one<'res.partner', 'required'>;
  /**
   * Invoice Address
   * Required.
   */
  partner_invoice_id: f.Many2one<'res.partner', 'required'>;
  /**
   * Delivery Address
   * Required.
   */
  partner_shipping_id: f.Many2one<'res.partner', 'required'>;
  /** Signature */
  signature: f.Binary;
  /**
   * Status
   * Read-only.
   */
  state: f.Selection<'cancel' | 'draft' | 'sale' | 'sent', 'readonly'>;
  /** Tags */
  tag_ids: f.Many2many<'crm.tag'>;
  /** Sales Team */
  team_id: f.Many2one<'crm.team'>;
  /** Salesperson */
  user_id: f.Many2one<'res.users'>;
  /** Expiration */
  validity_date: f.Date;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
}

/** Sales Order Line: `sale.order.line` */
export interface SaleOrderLine {
  /** ID */
  id: f.Id;
  /**
   * Company
   * Read-only.
   */
  company_id: f.Many2one<'res.company', 'readonly'>;
  /**
   * Created on
   * Read-only.
   */
  create_date: f.Datetime<'readonly'>;
  /**
   * Created by
   * Read-only.
   */
  create_uid: f.Many2one<'res.users', 'readonly'>;
  /**
   * Currency
   * Read-only.
   */
  currency_id: f.Many2one<'res.currency', 'readonly'>;
  /** Discount (%) */
  discount: f.Float;
  /**
   * Display Name
   * Read-only.
   */
  display_name: f.Char<'readonly' | 'unsearchable' | 'unsortable'>;
  /** Display Type */
  display_type: f.Selection<'line_note' | 'line_section'>;
  /** Invoice Lines */
  invoice_lines: f.Many2many<'account.move.line'>;
  /**
   * Invoice Status
   * Read-only.
   */
  invoice_status: f.Selection<'invoiced' | 'no' | 'to invoice' | 'upselling', 'readonly'>;
  /**
   * Description
   * Required.
   */
  name: f.Text<'required'>;
  /**
   * Order Reference
   * Required.
   */
  order_id: f.Many2one<'sale.order', 'required'>;
  /**
   * Customer
   * Read-only.
   */
  order_partner_id: f.Many2one<'res.partner', 'readonly'>;
  /**
   * Subtotal
   * Read-only. In the currency of `currency_id`.
   */
  price_subtotal: f.Monetary<'readonly'>;
  /**
   * Total Tax
   * Read-only.
   */
  price_tax: f.Float<'readonly'>;
  /**
   * Total
   * Read-only. In the currency of `currency_id`.
   */
  price_total: f.Monetary<'readonly'>;
  /**
   * Unit Price
   * Required.
   */
  price_unit: f.Float<'required'>;
  /** Product */
  product_id: f.Many2one<'product.product'>;
  /**
   * Product Template
   * Read-only.
   */
  product_template_id: f.Many2one<'product.template', 'readonly'>;
  /** Unit of Measure */
  product_uom: f.Many2one<'uom.uom'>;
  /**
   * Quantity
   * Required.
   */
  product_uom_qty: f.Float<'required'>;
  /** Delivery Quantity */
  qty_delivered: f.Float;
  /**
   * Invoiced Quantity
   * Read-only.
   */
  qty_invoiced: f.Float<'readonly'>;
  /**
   * Quantity To Invoice
   * Read-only.
   */
  qty_to_invoice: f.Float<'readonly'>;
  /**
   * Salesperson
   * Read-only.
   */
  salesman_id: f.Many2one<'res.users', 'readonly'>;
  /** Sequence */
  sequence: f.Integer;
  /**
   * Order Status
   * Read-only.
   */
  state: f.Selection<'cancel' | 'draft' | 'sale' | 'sent', 'readonly'>;
  /** Taxes */
  tax_id: f.Many2many<'account.tax'>;
  /**
   * Last Updated on
   * Read-only.
   */
  write_date: f.Datetime<'readonly'>;
  /**
   * Last Updated by
   * Read-only.
   */
  write_uid: f.Many2one<'res.users', 'readonly'>;
}
