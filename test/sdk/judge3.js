// Makes calls with the official Node client of API 3.0: it reads one call a line, as JSON, and writes one answer a line.
// The way to the service is the environment's, as for any program below `paifang run`; so is the key, unless the call
// brings one. The first line that it writes says what the environment is.
//
//	node judge3.js METHOD SIGNATURE     METHOD: GET or POST; SIGNATURE: TC3-HMAC-SHA256, HmacSHA1 or HmacSHA256
'use strict'

const readline = require('readline')
const wire = require('tencentcloud-sdk-nodejs/tencentcloud/common/http/fetch')
const { CommonClient } = require('tencentcloud-sdk-nodejs/tencentcloud/common/common_client')

const env = process.env
const [reqMethod, signMethod] = process.argv.slice(2)
const write = (line) => console.log(JSON.stringify(line))

// What leaves is kept, so that it can be sent again as it was.
const { default: fetch } = wire
let last
wire.default = (...request) => fetch(...(last = request))

async function send(call) {
  if (call.again) return (await fetch(...last)).json()
  const client = new CommonClient(`${call.module}.tencentcloudapi.com`, call.version, {
    credential: {
      secretId: call.secret_id || env.TENCENTCLOUD_SECRET_ID,
      secretKey: call.secret_id ? call.secret_key : env.TENCENTCLOUD_SECRET_KEY,
      token: call.token,
    },
    region: env.TENCENTCLOUD_REGION,
    profile: { signMethod, httpProfile: { reqMethod, protocol: call.plain ? 'http://' : 'https://' } },
  })
  try {
    return { Response: await client.request(call.action, call.tree) }
  } catch (error) {
    if (!error.requestId) throw error
    return { Response: { Error: { Code: error.code, Message: error.message }, RequestId: error.requestId } }
  }
}

write({ admin: env.PAIFANG_ADMIN, token: env.PAIFANG_ADMIN_TOKEN })
let done = Promise.resolve()
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  done = done.then(() => send(JSON.parse(line))).then(
    (body) => write({ body: JSON.stringify(body) }),
    (error) => write({ error: String(error) }),
  )
})
