/** What the system says, by the names of errno(3). */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'a part of that path is no directory',
  EISDIR: 'it is a directory',
  EEXIST: 'there is a file of that name',
  EACCES: 'this user is not allowed to',
  EPERM: 'this user is not allowed to',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no room left',
}

/** What the system refused, as a sentence that begins as given and so names the file or the setting; other errors as they are. */
export function fileTrouble(beginning: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  return new Error(`${beginning}: ${reasons[error.code] ?? error.code}.`, { cause: error })
}
