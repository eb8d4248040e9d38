import { openTestStore } from '../support/store.ts'
import { storeContract } from './contract.ts'

storeContract('the store on SQLite', openTestStore)
