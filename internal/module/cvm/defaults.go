package cvm

import (
	"fmt"

	"github.com/paifang/paifang/internal/money"
)

// A Shop is a zone with what it sells.
type Shop struct {
	Zone
	Offers []Offer
}

// sample is the source of the one hourly price that the documents print for a type of 2017-03-12; which type it is of
// they do not say.
const (
	sample       = "documents' sample of InquiryPriceRunInstances, type assumed"
	legacySample = "documents' sample of InquiryInstancePriceHour, type assumed"
)

// kinds are what every zone of the shipped world sells; prices in yuan.
var kinds = []struct {
	typ         string
	cpu, memory int64
	hour, month string
	source      string
}{
	{typ: "S1.SMALL1", cpu: 1, memory: 1, hour: "0.15", month: "55.00"},
	{typ: "S1.SMALL2", cpu: 1, memory: 2, hour: "0.20", month: "72.00"},
	{typ: "S1.MEDIUM2", cpu: 2, memory: 2, hour: "0.28", month: "100.00", source: legacySample},
	{typ: "S1.MEDIUM4", cpu: 2, memory: 4, hour: "0.36", month: "135.00"},
	{typ: "S1.LARGE8", cpu: 4, memory: 8, hour: "0.72", month: "270.00"},
	{typ: "S2.SMALL1", cpu: 1, memory: 1, hour: "0.16", month: "56.00"},
	{typ: "S2.SMALL2", cpu: 1, memory: 2, hour: "0.22", month: "76.00"},
	{typ: "S2.MEDIUM4", cpu: 2, memory: 4, hour: "0.34", month: "140.00", source: sample},
	{typ: "S2.LARGE8", cpu: 4, memory: 8, hour: "0.78", month: "280.00"},
	{typ: "S5.SMALL1", cpu: 1, memory: 1, hour: "0.17", month: "58.00"},
	{typ: "S5.SMALL2", cpu: 1, memory: 2, hour: "0.24", month: "80.00"},
	{typ: "S5.MEDIUM2", cpu: 2, memory: 2, hour: "0.32", month: "110.00"},
	{typ: "S5.MEDIUM4", cpu: 2, memory: 4, hour: "0.44", month: "152.00"},
	{typ: "S5.MEDIUM8", cpu: 2, memory: 8, hour: "0.62", month: "215.00"},
	{typ: "S5.LARGE8", cpu: 4, memory: 8, hour: "0.88", month: "304.00"},
	{typ: "S5.LARGE16", cpu: 4, memory: 16, hour: "1.24", month: "430.00"},
	{typ: "S5.2XLARGE16", cpu: 8, memory: 16, hour: "1.76", month: "608.00"},
	{typ: "S5.2XLARGE32", cpu: 8, memory: 32, hour: "2.48", month: "860.00"},
	{typ: "SA2.MEDIUM4", cpu: 2, memory: 4, hour: "0.30", month: "105.00"},
	{typ: "SA2.LARGE8", cpu: 4, memory: 8, hour: "0.60", month: "210.00"},
}

// Defaults is the shipped table: zones by name with what they sell, unlimited. The figures are assumed unless their
// source is given.
func Defaults() []Shop {
	var shops []Shop
	for _, r := range []struct {
		region, title string
		first         int64
		zones         []int64
	}{
		{"ap-guangzhou", "广州", 100000, []int64{2, 3, 4}},
		{"ap-shanghai", "上海", 200000, []int64{1, 2, 3}},
		{"ap-hongkong", "香港", 300000, []int64{1, 2}},
		{"ap-beijing", "北京", 800000, []int64{1, 2, 3}},
		{"ap-singapore", "新加坡", 900000, []int64{1, 2}},
	} {
		for _, n := range r.zones {
			z := Zone{
				Name: fmt.Sprintf("%s-%d", r.region, n), ID: r.first + n, Region: r.region,
				Title: r.title + string([]rune("一二三四五六")[n-1]) + "区",
			}
			shops = append(shops, Shop{z, DefaultOffers(z.Name)})
		}
	}
	return shops
}

// DefaultOffers is what a zone of the shipped world sells.
func DefaultOffers(zone string) []Offer {
	offers := make([]Offer, len(kinds))
	for i, k := range kinds {
		offers[i] = Offer{
			Zone: zone, Type: k.typ, CPU: k.cpu, Memory: k.memory, Hourly: yuan(k.hour), Monthly: yuan(k.month),
			Source: k.source, Assumed: k.source == "", Stock: Unlimited, Sold: true,
		}
	}
	return offers
}

// yuan reads a figure of the table above, which a test reads through.
func yuan(s string) money.Amount {
	a, err := money.Parse(s)
	if err != nil {
		panic(err)
	}
	return a
}
