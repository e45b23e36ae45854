#!/usr/bin/env node
// Opens a chapter as a student would, in the classic notebook or in JupyterLab, in a headless Chromium: runs all cells,
// watches whether the live curve is redrawn while the cell runs, and that every figure shows. Saves screenshots.
// Exit status: 0 all well, 1 something a student would notice, 2 it could not be run.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const usage = `usage: node interactive.mjs NOTEBOOK [option...]
  --interface classic|lab   which front end (default classic)
  --url URL --token TOKEN   use a running server, whose root must be the notebook's folder
                            (default: start one: jupyter notebook, or jupyter lab)
  --redraws N               how many versions of the live curve must be seen (default 3; 0: there is none)
  --shots FOLDER            where screenshots go (default target/browser)
  --timeout SECONDS         for the whole run (default 600)
The browser is Chromium at $CHROMIUM or a usual place.`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    interface: { type: 'string', default: 'classic' },
    url: { type: 'string' },
    token: { type: 'string' },
    redraws: { type: 'string', default: '3' },
    shots: { type: 'string', default: 'target/browser' },
    timeout: { type: 'string', default: '600' },
    help: { type: 'boolean', default: false }
  }
});
if (options.help || positionals.length !== 1 || !['classic', 'lab'].includes(options.interface)) {
  console.error(usage);
  process.exit(options.help ? 0 : 2);
}

const notebook = path.resolve(positionals[0]);
const name = path.basename(notebook);
const deadline = Date.now() + 1000 * Number(options.timeout);
const executablePath = process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!existsSync(notebook) || !executablePath) {
  console.error(existsSync(notebook) ? 'no Chromium found; set CHROMIUM' : `no such notebook: ${notebook}`);
  process.exit(2);
}

function freePort() {
  return new Promise(resolve => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A server of our own on a free port; the notebook on disk is never saved. */
async function startServer() {
  const port = await freePort();
  const token = randomBytes(12).toString('hex');
  const application = options.interface === 'lab' ? 'lab' : 'notebook';
  const owner = options.interface === 'lab' ? 'ServerApp' : 'NotebookApp';
  const root = options.interface === 'lab' ? 'root_dir' : 'notebook_dir';
  const server = spawn('jupyter', [application, '--no-browser', '--allow-root', `--${owner}.ip=127.0.0.1`,
    `--${owner}.port=${port}`, `--${owner}.token=${token}`, `--${owner}.${root}=${path.dirname(notebook)}`],
  { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  server.stdout.on('data', text => { log += text; });
  server.stderr.on('data', text => { log += text; });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/api?token=${token}`).catch(() => null))?.ok) {
    if (server.exitCode !== null || Date.now() > deadline) {
      throw new Error(`the server did not start:\n${log.slice(-3000)}`);
    }
    await sleep(200);
  }
  return { url, token, stop: () => server.kill('SIGTERM') };
}

// What differs between the two front ends.
const frontEnds = {
  classic: {
    address: (url, token) => `${url}/notebooks/${encodeURIComponent(name)}?token=${token}`,
    ready: () => globalThis.Jupyter?.notebook?._fully_loaded === true && globalThis.Jupyter.notebook.kernel?.is_connected(),
    runAll: page => page.evaluate(() => {
      globalThis.Jupyter.notebook.set_autosave_interval(0);
      globalThis.Jupyter.notebook.clear_all_output();
      globalThis.Jupyter.notebook.execute_all_cells();
    }),
    state: () => {
      const cells = globalThis.Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code');
      return {
        cells: cells.length,
        done: cells.filter(cell => Number.isInteger(cell.input_prompt_number)).length,
        errors: cells.filter(cell => cell.output_area.outputs.some(output => output.output_type === 'error')).length
      };
    },
    images: '.output_area img',
    errorText: '.output_error'
  },
  lab: {
    address: (url, token) => `${url}/lab/tree/${encodeURIComponent(name)}?reset&token=${token}`,
    ready: () => globalThis.document.querySelector('.jp-NotebookPanel .jp-Cell') !== null &&
      !globalThis.document.querySelector('.jp-Dialog') &&
      /Idle/i.test(globalThis.document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status ??
        globalThis.document.querySelector('.jp-Notebook-ExecutionIndicator')?.getAttribute('data-status') ?? ''),
    runAll: async page => {
      // The committed outputs have execution counts, which would pass for those of this run.
      for (const [menu, item] of [['Edit', 'Clear Outputs of All Cells'], ['Run', 'Run All Cells']]) {
        await page.click(`.lm-MenuBar-itemLabel:text-is("${menu}")`);
        await page.click(`.lm-Menu-itemLabel:text-is("${item}")`);
      }
    },
    state: () => {
      const cells = [...globalThis.document.querySelectorAll('.jp-CodeCell')];
      const prompts = cells.map(cell => cell.querySelector('.jp-InputPrompt')?.textContent ?? '');
      return {
        cells: cells.length,
        done: prompts.filter(text => /\[\d+\]/.test(text)).length,
        errors: globalThis.document.querySelectorAll('[data-mime-type="application/vnd.jupyter.error"]').length
      };
    },
    images: '.jp-OutputArea img',
    errorText: '[data-mime-type="application/vnd.jupyter.error"]'
  }
};

const frontEnd = frontEnds[options.interface];
const problems = [];
const server = options.url ? { url: options.url, token: options.token ?? '', stop() {} } : await startServer();
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']
});
let status = 2;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  // A notebook page that was not saved asks before it closes.
  page.on('dialog', dialog => dialog.accept());
  await page.goto(frontEnd.address(server.url, server.token));
  await page.waitForFunction(frontEnd.ready, null, { timeout: 90000 });
  // JupyterLab draws only what is on screen, and the screenshot is to show all of the chapter.
  await page.setViewportSize({ width: 1280, height: 30000 });
  const begun = Date.now();
  await frontEnd.runAll(page);
  await sleep(1000);

  // Every picture of the page by its place, with the versions of it that were seen.
  const versions = new Map();
  let state;
  for (;;) {
    const sources = await page.$$eval(frontEnd.images,
      images => images.map(image => `${image.src.length}:${image.src.slice(-400)}`)).catch(() => []);
    sources.forEach((source, place) => {
      if (!versions.has(place)) {
        versions.set(place, new Set());
      }
      versions.get(place).add(source);
    });
    state = await page.evaluate(frontEnd.state);
    if (state.errors > 0 || state.done === state.cells) {
      break;
    }
    if (Date.now() > deadline) {
      problems.push(`only ${state.done} of ${state.cells} cells were done after ${options.timeout} s`);
      break;
    }
    await sleep(150);
  }
  await sleep(1500);
  const seconds = (Date.now() - begun) / 1000;

  const images = await page.$$eval(frontEnd.images,
    found => found.map(image => ({ drawn: image.complete && image.naturalWidth > 0, width: image.clientWidth })));
  const undrawn = images.filter(image => !image.drawn).length;
  const redraws = Math.max(0, ...[...versions.values()].map(seen => seen.size));
  if (state.errors > 0) {
    problems.push('a cell failed: ' + (await page.$eval(frontEnd.errorText, element => element.textContent)).slice(0, 600));
  }
  if (undrawn > 0) {
    problems.push(`${undrawn} of ${images.length} figures do not show`);
  }
  if (redraws < Number(options.redraws)) {
    problems.push(`${redraws} versions of the live curve were seen, ${options.redraws} expected`);
  }
  mkdirSync(options.shots, { recursive: true });
  const shot = path.join(options.shots, `${path.basename(name, '.ipynb')}-${options.interface}.png`);
  const notebookElement = await page.$(options.interface === 'lab' ? '.jp-Notebook' : '#notebook-container');
  await (notebookElement ?? page).screenshot({ path: shot }).catch(() => page.screenshot({ path: shot }));
  console.log(JSON.stringify({
    notebook: name, interface: options.interface, cells: state.cells, done: state.done, figures: images.length,
    versionsOfLiveCurve: redraws, seconds, screenshot: shot, problems
  }, null, 2));
  status = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(String(error));
} finally {
  await browser.close();
  server.stop();
}
process.exit(status);
