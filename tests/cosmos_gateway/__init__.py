"""Our own stand-in of an Azure Cosmos DB gateway, for the genuine SDK to talk to: on this machine only, in memory, with weather to order.

It does what the documentation says and refuses loudly whatever it does not know. That the tests pass against it shows that our code and the
SDK keep to the documents; it is no evidence about the service itself. The same suite runs against a real account when one is named.
"""
