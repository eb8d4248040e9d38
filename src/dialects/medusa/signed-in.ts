/** Whose request it is: the id of a customer; null for everybody, since nobody can sign in yet. */
export async function signedIn(_request: Request): Promise<string | null> {
  return null
}
