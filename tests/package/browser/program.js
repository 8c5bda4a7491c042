// The one line that a program redirects: everything else is done from the test, with what this gives.
import * as toolbox from '@odoo-toolbox/client';

globalThis.toolbox = toolbox;
