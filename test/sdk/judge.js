// Makes calls with the official Node client of API 2.0: it reads one call a line, as JSON, and writes one answer a line.
// The way to the service is the environment's, as for any program below `paifang run`; so is the key, unless the call
// brings one. The first line that it writes says what the environment is.
//
//	node judge.js METHOD HASH      METHOD: GET or POST; HASH: sha1 or sha256
'use strict'

const readline = require('readline')
const Capi = require('qcloudapi-sdk')

const env = process.env
const [method, signatureMethod] = process.argv.slice(2)
const write = (line) => console.log(JSON.stringify(line))

function send(call, done) {
  const client = new Capi({
    SecretId: call.secret_id || env.TENCENTCLOUD_SECRET_ID,
    SecretKey: call.secret_id ? call.secret_key : env.TENCENTCLOUD_SECRET_KEY,
    Region: env.TENCENTCLOUD_REGION,
    serviceType: call.module,
    protocol: call.plain ? 'http' : 'https',
    method,
    signatureMethod,
  })
  client.request({ Action: call.action, ...call.params }, (error, body) => {
    done(error ? { error: String(error) } : { body: JSON.stringify(body) })
  })
}

write({ admin: env.PAIFANG_ADMIN, token: env.PAIFANG_ADMIN_TOKEN })
let last = Promise.resolve()
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const call = JSON.parse(line)
  last = last.then(() => new Promise((resolve) => send(call, (answer) => resolve(write(answer)))))
})
