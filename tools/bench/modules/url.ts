/*
	Stand-in for the SDK's "url", which is not asked when a connection is attached.
*/

export default class URL {}
