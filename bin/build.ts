import { resolve } from 'node:path'

/** The program as one file that needs nothing beside it: `dist/cartwright`, for the machine it is built on. */
const root = resolve(import.meta.dir, '..')
const outfile = resolve(root, 'dist/cartwright')

const commit = Bun.spawnSync(['git', 'rev-parse', '--short=12', 'HEAD'], { cwd: root })
const commitName = commit.success ? commit.stdout.toString().trim() : 'unknown commit'

// The two flags at the end: a program that read .env or bunfig.toml where it is started would run strangers' settings.
const built = Bun.spawnSync(
  [
    process.execPath,
    'build',
    'src/main.ts',
    '--compile',
    '--minify',
    '--bytecode',
    '--format=esm',
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    `--define=cartwrightCommit=${JSON.stringify(commitName)}`,
    `--outfile=${outfile}`,
  ],
  { cwd: root, stdout: 'inherit', stderr: 'inherit' },
)
process.exitCode = built.exitCode
