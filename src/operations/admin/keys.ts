import { Type } from 'typebox'
import type { ApiKey } from '../../checkout/api-key.ts'
import { apiKeyNameMax, createApiKey, listApiKeys, revokeApiKey } from '../../commands/api-keys.ts'
import type { Shop } from '../../commands/shop.ts'
import { shapeOf } from '../../http/schema.ts'
import { time, timeOrNull } from './json.ts'
import { pageOf, pageQuery } from './page.ts'
import { type AdminRoute, adminGet, adminPost, adminPostOf } from './route.ts'

const newKey = shapeOf(
  Type.Object(
    {
      kind: Type.Union([Type.Literal('publishable'), Type.Literal('secret'), Type.Literal('management')], {
        description: 'publishable, secret or management',
      }),
      test: Type.Optional(Type.Boolean({ description: 'true for a key that sees and makes test data' })),
      name: Type.Optional(Type.String({ minLength: 1, maxLength: apiKeyNameMax })),
    },
    { additionalProperties: false },
  ),
)

/** API keys: made, listed, revoked. */
export function adminKeyRoutes(shop: Shop): readonly AdminRoute[] {
  return [
    adminGet(
      '/keys',
      'List keys, oldest first',
      async (call) => {
        const { offset, limit } = pageOf(call)
        const keys = await listApiKeys(shop)
        return { keys: keys.slice(offset, offset + limit).map(keyJson), count: keys.length, offset, limit }
      },
      pageQuery,
    ),
    adminPostOf('/keys', 'Make a key; it is shown this once', newKey, async ({ body }) => {
      const wanted = { kind: body.kind, isTest: body.test ?? false, name: body.name ?? null }
      const { apiKey, key } = await createApiKey(shop, wanted)
      return { key: { ...keyJson(apiKey), key } }
    }),
    adminPost('/keys/:id/revoke', 'Revoke a key', async ({ param }) => ({
      key: keyJson(await revokeApiKey(shop, param('id'))),
    })),
  ]
}

function keyJson({ id, kind, name, prefix, isTest, createdAt, revokedAt }: ApiKey): object {
  const mode = isTest ? 'test' : 'live'
  return { id, kind, name, prefix, mode, created_at: time(createdAt), revoked_at: timeOrNull(revokedAt) }
}
