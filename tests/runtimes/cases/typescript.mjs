// TypeScript under each way of resolving modules: compiled without an error, then run.

import { join } from 'node:path';
import { inProject } from '../../../scripts/project.mjs';
import { loadedByNode, printReport } from '../workspace.mjs';

const tsc = inProject('node_modules', 'typescript-7', 'bin', 'tsc');

const resolutions = {
  node16: { module: 'node16' },
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext' },
};

const program = (url) => `
import * as toolbox from 'odoo-client-wasm';
import { OdooClient, OdooMissingError, type OdooClientConfig, type OdooSessionInfo } from 'odoo-client-wasm';
import { smoke } from './smoke.mjs';

const config: OdooClientConfig = { url: ${JSON.stringify(url)}, database: 'demo', username: 'admin', password: 'admin' };
const client: OdooClient = new OdooClient(config);
const session: OdooSessionInfo = await client.authenticate();
const uid: number = session.uid;
interface Partner { id: number; name: string }
const partners: Partner[] = await client.searchRead<Partner>('res.partner', [['id', '>', 0]], { fields: ['name'], limit: 1 });
const error: unknown = await client.unlink('res.partner', 987654321).catch((reason: unknown) => reason);
if (uid !== 2 || partners.length !== 1 || !(error instanceof OdooMissingError)) throw new Error('the typed program went wrong');

${printReport(url)}`;

export const typescriptCases = Object.entries(resolutions).map(([moduleResolution, options]) => ({
  name: `TypeScript, moduleResolution ${moduleResolution}`,
  async run(workspace) {
    await workspace.write(
      'smoke.d.mts',
      'export declare function smoke(toolbox: object, url: string): Promise<{ name: string; error?: string }[]>;\n',
    );
    await workspace.write('program.mts', program(await workspace.sandbox()));
    await workspace.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          ...options,
          moduleResolution,
          target: 'es2022',
          lib: ['es2022', 'dom'],
          strict: true,
          types: [],
          // Declarations of packages are checked too.
          skipLibCheck: false,
          noEmitOnError: true,
        },
        files: ['program.mts'],
      }),
    );
    await workspace.run(process.execPath, [tsc, '--project', 'tsconfig.json']);
    const gzip = await workspace.onlyOfPackage(...loadedByNode.import);
    const [, version] = (await workspace.run(process.execPath, [tsc, '--version']))
      .trim()
      .split(' ');
    const report = await workspace.report(process.execPath, [join('.', 'program.mjs')]);
    return {
      version,
      ...report,
      gzip,
      milliseconds: await workspace.loadingTime(
        process.execPath,
        [],
        "await import('odoo-client-wasm')",
      ),
    };
  },
}));
