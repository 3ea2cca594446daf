// What Maven runs: installs, checks, tests and builds the UI into the folder that it is given, and does only what has to be done again.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const out = resolve(process.argv[2] ?? 'dist')
const withTests = !process.argv.includes('--skip-tests=true')
const stamps = join(root, 'target', 'stamps')
const generated = join(root, 'src', 'api', 'schema.d.ts')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Building the web UI needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (['node_modules', 'dist', 'target', 'e2e'].includes(entry.name)) continue
    const path = join(folder, entry.name)
    if (path === generated) continue
    if (entry.isDirectory()) yield* files(path)
    else yield path
  }
}

function digest(paths) {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

/** Does what leads to the same state only once; what failed is done again. */
function once(name, state, action) {
  const stamp = join(stamps, name)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
  rmSync(stamp, { force: true })
  action()
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, state)
}

function npm(...args) {
  try {
    execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: root, stdio: 'inherit' })
  } catch (error) {
    console.error(
      error.code === 'ENOENT' ? 'Building the web UI needs npm on the PATH.' : `npm ${args.join(' ')} failed.`,
    )
    process.exit(1)
  }
}

const sources = digest([...files(root), resolve(root, '..', 'docs', 'openapi.json')])
const installed = digest([join(root, 'package.json'), join(root, 'package-lock.json')])

// npm leaves this file behind when it got through.
const modules = existsSync(join(root, 'node_modules', '.package-lock.json'))
once('install', modules ? installed : 'missing', () => npm('ci', '--no-audit', '--no-fund'))
if (!modules) writeFileSync(join(stamps, 'install'), installed)
if (withTests) {
  once('check', sources, () => npm('run', '--silent', 'check'))
  once('test', sources, () => npm('run', '--silent', 'test'))
}
once('build', existsSync(join(out, 'index.html')) ? sources : 'missing', () =>
  npm('run', '--silent', 'build', '--', '--outDir', out),
)
writeFileSync(join(stamps, 'build'), sources)
